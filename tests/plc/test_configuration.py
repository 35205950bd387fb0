"""CONFIGURATION, RESOURCE and TASK: IEC 61131-3:2013 Tables 62 and 63."""


def test_a_global_instance_of_a_function_block_is_called_from_a_program(run):
    text = """VAR_GLOBAL t : TON; END_VAR
    PROGRAM p VAR q : BOOL; END_VAR t(IN := TRUE, PT := T#10ms); q := t.Q; END_PROGRAM"""
    assert run(text).scan(0).scan(10)["q"]
