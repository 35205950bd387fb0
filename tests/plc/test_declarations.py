"""Types, variables and program organisation units."""


def test_initial_values_of_every_kind(run):
    text = """
    TYPE
      Point : STRUCT x, y : REAL := 1.5; END_STRUCT;
      Percent : INT (0..100);
      Speed : REAL := 2.5;
      Row : ARRAY[1..3] OF INT := [1, 2, 3];
    END_TYPE
    PROGRAM p
    VAR CONSTANT N : INT := 2 + 1; END_VAR
    VAR
      a, b : INT := 7;
      p1 : Point; p2 : Point := (y := 9.0);
      c : Percent := 40; v : Speed; r : Row;
      m : ARRAY[0..1, 1..N] OF INT := [1, 2(5), 3(8)];
      q : ARRAY[-1..1] OF Point := [(x := 4.0)];
      t : TON := (PT := T#5s);
    END_VAR
    END_PROGRAM"""
    running = run(text).scan()
    assert (running["a"], running["b"]) == (7, 7)
    assert (running["p1.x"], running["p2.x"], running["p2.y"]) == (1.5, 1.5, 9.0)
    assert (running["c"], running["v"], running["r"]) == (40, 2.5, [1, 2, 3])
    assert running["m"] == [[1, 5, 5], [8, 8, 8]]
    assert (running["q[-1].x"], running["q[-1].y"], running["q[1].x"]) == (4.0, 1.5, 1.5)
    assert running["t.PT"] == 5_000_000_000


def test_arrays_and_structures_are_assigned_whole(run):
    text = """TYPE S : STRUCT n : INT; a : ARRAY[1..2] OF INT; END_STRUCT; END_TYPE
    PROGRAM p VAR s, t : S; g : ARRAY[1..2] OF S; END_VAR
    s.n := 4; s.a[2] := 5; t := s; g[2] := t; s.n := 0; END_PROGRAM"""
    running = run(text).scan()
    assert (running["t.n"], running["g[2].a"], running["s.n"]) == (4, [0, 5], 0)


def test_a_function_block_keeps_its_variables_and_a_function_does_not(run):
    text = """
    FUNCTION bump : INT VAR_INPUT x : INT; END_VAR VAR n : INT := 10; END_VAR
    n := n + x; bump := n; END_FUNCTION
    FUNCTION_BLOCK Tally VAR_INPUT up : INT := 2; END_VAR VAR_OUTPUT total : INT; END_VAR
    total := total + up; END_FUNCTION_BLOCK
    PROGRAM p VAR a, b : Tally; f, g, ta : INT; END_VAR
    a(); b(up := 5, total => g); b(7); f := bump(1); f := bump(x := 2); ta := a.total;
    END_PROGRAM"""
    running = run(text).scan().scan()
    assert (running["a.total"], running["b.total"], running["f"]) == (4, 24, 12)
    assert (running["g"], running["ta"]) == (17, 4)


def test_function_outputs_in_outs_and_arrays(run):
    text = """
    FUNCTION stats : REAL
    VAR_INPUT v : ARRAY[1..4] OF REAL; END_VAR
    VAR_OUTPUT highest : REAL; END_VAR
    VAR_IN_OUT calls : INT; END_VAR
    VAR i : INT; sum : REAL; END_VAR
    highest := v[1];
    FOR i := 1 TO 4 DO sum := sum + v[i]; highest := MAX(highest, v[i]); END_FOR
    calls := calls + 1;
    stats := sum / 4.0;
    END_FUNCTION
    PROGRAM p VAR data : ARRAY[1..4] OF REAL := [1.0, 2.0, 3.0, 6.0]; mean, top : REAL; n : INT; END_VAR
    mean := stats(v := data, calls := n, highest => top);
    END_PROGRAM"""
    running = run(text).scan()
    assert (running["mean"], running["top"], running["n"]) == (3.0, 6.0, 1)


def test_a_function_may_give_an_array(run):
    text = """TYPE Pair : ARRAY[1..2] OF INT; END_TYPE
    FUNCTION twice : Pair VAR_INPUT a : Pair; END_VAR
    twice[1] := 2 * a[1]; twice[2] := 2 * a[2]; END_FUNCTION
    PROGRAM p VAR x : Pair := [3, 4]; END_VAR x := twice(twice(x)); END_PROGRAM"""
    assert run(text).scan()["x"] == [12, 16]


def test_in_out_of_a_block_is_the_callers_variable(run):
    text = """
    FUNCTION_BLOCK Filler VAR_IN_OUT buffer : ARRAY[0..2] OF INT; END_VAR VAR i : INT; END_VAR
    buffer[i] := i + 1; i := (i + 1) MOD 3; END_FUNCTION_BLOCK
    PROGRAM p VAR f : Filler; data : ARRAY[0..2] OF INT; END_VAR f(buffer := data); END_PROGRAM"""
    assert run(text).scan().scan()["data"] == [1, 2, 0]


def test_arrays_of_blocks_and_blocks_in_blocks(run):
    text = """
    FUNCTION_BLOCK Axis VAR_INPUT go : BOOL; END_VAR VAR_OUTPUT pos : INT; END_VAR
    VAR edge : R_TRIG; END_VAR
    edge(CLK := go); IF edge.Q THEN pos := pos + 1; END_IF END_FUNCTION_BLOCK
    PROGRAM p VAR axis : ARRAY[1..3] OF Axis; i : INT; END_VAR
    FOR i := 1 TO 3 DO axis[i](go := i <> 2); END_FOR END_PROGRAM"""
    running = run(text).scan().scan()
    assert [running[f"axis[{i}].pos"] for i in (1, 2, 3)] == [1, 0, 1]


def test_temporary_variables_begin_anew_in_every_scan(run):
    text = """PROGRAM p VAR n : INT; END_VAR VAR_TEMP t : INT := 5; a : ARRAY[1..2] OF INT; END_VAR
    t := t + 1; a[1] := a[1] + 1; n := t + a[1]; END_PROGRAM"""
    assert run(text).scan().scan()["n"] == 7


def test_global_variables_are_shared(run):
    text = """VAR_GLOBAL g : INT := 3; END_VAR VAR_GLOBAL CONSTANT K : INT := 10; END_VAR
    FUNCTION_BLOCK B VAR_EXTERNAL g : INT; END_VAR g := g + K; END_FUNCTION_BLOCK
    PROGRAM p VAR b : B; x : INT; END_VAR b(); x := g; END_PROGRAM"""
    running = run(text).scan()
    assert (running["x"], running["g"]) == (13, 13)


def test_a_configuration_chooses_the_program_and_tells_its_interval(run):
    text = """PROGRAM one VAR x : INT; END_VAR x := 1; END_PROGRAM
    PROGRAM two VAR x : INT; END_VAR x := limit_g; END_PROGRAM
    CONFIGURATION Config0
      VAR_GLOBAL limit_g : INT := 42; END_VAR
      RESOURCE Res0 ON PLC
        TASK task0(INTERVAL := T#20ms, PRIORITY := 0);
        PROGRAM instance0 WITH task0 : two;
      END_RESOURCE
    END_CONFIGURATION"""
    running = run(text).scan()
    assert running["x"] == 42
    assert running.program.interval_ns == 20_000_000


def test_a_subrange_begins_at_its_lower_bound(body):
    assert body("x : INT (5..9);", "")["x"] == 5


def test_variables_are_listed_by_path_in_order(run):
    text = """PROGRAM p VAR a : INT; t : R_TRIG; v : ARRAY[1..2] OF BOOL; END_VAR ; END_PROGRAM"""
    running = run(text)
    assert dict(running.plc.variables()) == {
        "a": 0, "t.CLK": False, "t.Q": False, "t.M": False, "v": [False, False],
    }  # fmt: skip
    assert list(running.plc.variables()) == ["a", "t.CLK", "t.Q", "t.M", "v"]


def test_elements_of_an_array_begin_as_their_named_type_does(run):
    """Table 11, feature 1, and clause 6.4.4.5: the default of a type is that of its variables."""
    running = run("""TYPE T : INT := 5; Row : ARRAY[1..2] OF T; Pt : STRUCT a : T; b : Row; END_STRUCT;
    Mode : (Idle := 3, Busy := 4) := Busy; END_TYPE
    FUNCTION f : INT VAR rows : ARRAY[1..2] OF Row; END_VAR f := rows[2][1]; END_FUNCTION
    PROGRAM p VAR a : ARRAY[1..3] OF T := [1]; c : Pt; e : ARRAY[1..2] OF Mode; m : ARRAY[1..2] OF Row; n : INT; END_VAR
    n := f(); END_PROGRAM""").scan()
    assert running["a"] == [1, 5, 5]
    assert running["c.b"] == [5, 5]
    assert running["e"] == [4, 4]
    assert running["m[2]"] == [5, 5]
    assert running["n"] == 5
