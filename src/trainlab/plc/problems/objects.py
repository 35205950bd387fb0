"""TL33xx: methods, properties, inheritance and interfaces."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

METHOD_OUTSIDE = kind(
    "TL3301",
    "{what} cannot stand here",
    "{what} 不能写在此处",
    "methods, properties and actions stand inside of a FUNCTION_BLOCK, CLASS, INTERFACE or PROGRAM",
    "方法、属性和动作应写在 FUNCTION_BLOCK、CLASS、INTERFACE 或 PROGRAM 之内",
)
BODY_IN_CLASS = kind(
    "TL3302",
    "a {what} has no statements of its own",
    "{what} 本身不能含有语句",
    "move the statements into a METHOD, or make it a FUNCTION_BLOCK",
    "请把语句移到 METHOD 中，或改为 FUNCTION_BLOCK",
)
NOT_ACCESSIBLE = kind(
    "TL3303",
    "'{name}' is {access} in {owner} and cannot be used from here",
    "“{name}”在 {owner} 中是 {access}，此处不能使用",
    "PRIVATE is for {owner} alone, PROTECTED also for what extends it, INTERNAL for its namespace; "
    "make it PUBLIC if others need it",
    "PRIVATE 只供 {owner} 自己使用，PROTECTED 还供其派生类使用，INTERNAL 供同一命名空间使用；"
    "若其他地方需要，请改为 PUBLIC",
)
NO_METHOD = kind(
    "TL3304",
    "{type} has no method '{name}'{hint}",
    "{type} 没有名为“{name}”的方法{hint}",
    "it has: {known}",
    "它的方法有：{known}",
)
NOT_IMPLEMENTED = kind(
    "TL3305",
    "{name} IMPLEMENTS {interface}, but has no {what} '{method}'",
    "{name} 声明实现 {interface}，却缺少{what}“{method}”",
    "write {what} {method} as {interface} declares it, or make {name} ABSTRACT",
    "请按 {interface} 的声明编写{what} {method}，或把 {name} 声明为 ABSTRACT",
)
WRONG_SIGNATURE = kind(
    "TL3306",
    "'{name}' differs from '{name}' of {base}: {difference}",
    "“{name}”与 {base} 的“{name}”不一致：{difference}",
    "give it the same parameters, in the same order and of the same types, and the same result",
    "请使用相同的参数（顺序和类型都一致）以及相同的返回值类型",
)
FINAL_METHOD = kind(
    "TL3307",
    "'{name}' is FINAL in {base} and cannot be overridden",
    "“{name}”在 {base} 中是 FINAL，不能被重写",
    "choose another name, or remove FINAL in {base}",
    "请换一个名称，或去掉 {base} 中的 FINAL",
)
FINAL_BASE = kind(
    "TL3308",
    "{base} is FINAL and cannot be extended",
    "{base} 是 FINAL，不能被继承",
    "remove FINAL from {base}, or hold an instance of it in a variable",
    "请去掉 {base} 的 FINAL，或把它的实例声明为变量",
)
ABSTRACT_INSTANCE = kind(
    "TL3309",
    "{name} is ABSTRACT: it can have no instance",
    "{name} 是 ABSTRACT，不能有实例",
    "declare an instance of something that EXTENDS {name}",
    "请声明继承（EXTENDS）{name} 的类型的实例",
)
ABSTRACT_LEFT = kind(
    "TL3310",
    "{name} does not implement the ABSTRACT method '{method}' of {base}",
    "{name} 没有实现 {base} 的 ABSTRACT 方法“{method}”",
    "write METHOD {method} in {name}, or make {name} ABSTRACT as well",
    "请在 {name} 中编写 METHOD {method}，或把 {name} 也声明为 ABSTRACT",
)
ABSTRACT_INSIDE = kind(
    "TL3311",
    "'{method}' is ABSTRACT, but {name} is not",
    "“{method}”是 ABSTRACT，但 {name} 不是",
    "write ABSTRACT after FUNCTION_BLOCK or CLASS, or give the method its statements",
    "请在 FUNCTION_BLOCK 或 CLASS 之后写 ABSTRACT，或写出该方法的语句",
)
NOTHING_OVERRIDDEN = kind(
    "TL3312",
    "'{name}' says OVERRIDE, but there is no such method to override{hint}",
    "“{name}”写了 OVERRIDE，但没有可重写的同名方法{hint}",
    "remove OVERRIDE, or write the name of a method of what {owner} EXTENDS",
    "请去掉 OVERRIDE，或写出 {owner} 所继承类型的某个方法的名称",
)
BAD_BASE = kind(
    "TL3313",
    "{name} cannot EXTEND '{base}'",
    "{name} 不能继承“{base}”",
    "a function block extends one function block or class, a class one class, an interface "
    "interfaces",
    "功能块可继承一个功能块或类，类可继承一个类，接口可继承若干接口",
)
NOT_AN_INTERFACE = kind(
    "TL3314",
    "'{name}' is no interface{hint}",
    "“{name}”不是接口{hint}",
    "after IMPLEMENTS stand the names of interfaces; a function block follows EXTENDS",
    "IMPLEMENTS 之后应写接口的名称；功能块应写在 EXTENDS 之后",
)
NO_SELF = kind(
    "TL3315",
    "there is no {word} here",
    "此处没有 {word}",
    "THIS is the instance that a method or function block body runs for; SUPER is what its "
    "function block EXTENDS",
    "THIS 是方法或功能块正在运行的实例；SUPER 是该功能块所继承（EXTENDS）的类型",
)
ABSTRACT_CALLED = kind(
    "TL3316",
    "'{name}' is ABSTRACT in {base}: there is nothing to call",
    "“{name}”在 {base} 中是 ABSTRACT，没有可调用的内容",
    "remove this call, or give '{name}' of {base} its statements",
    "请删除此调用，或写出 {base} 的“{name}”的语句",
)
INHERITED_NAME = kind(
    "TL3317",
    "'{name}' already exists in {base}, which {owner} EXTENDS",
    "“{name}”已存在于 {owner} 所继承的 {base} 中",
    "remove this one and use the inherited one, or choose another name",
    "请删除此声明而使用继承的变量，或换一个名称",
)
NO_SETTER = kind(
    "TL3318",
    "the property '{name}' of {type} can only be read",
    "{type} 的属性“{name}”只能读取",
    "write SET ... END_SET in PROPERTY {name}, or assign to something else",
    "请在 PROPERTY {name} 中编写 SET ... END_SET，或改为给其他变量赋值",
)
NO_GETTER = kind(
    "TL3319",
    "the property '{name}' of {type} can only be written",
    "{type} 的属性“{name}”只能写入",
    "write GET ... END_GET in PROPERTY {name}",
    "请在 PROPERTY {name} 中编写 GET ... END_GET",
)
EXTENDS_ITSELF = kind(
    "TL3320",
    "'{name}' EXTENDS itself",
    "“{name}”继承了它自己",
    "remove one EXTENDS of the circle",
    "请删除环中的某个 EXTENDS",
)
METHOD_AS_VALUE = kind(
    "TL3321",
    "'{name}' is a method: it is called with parentheses",
    "“{name}”是方法，调用时要加括号",
    "write {name}()",
    "请写 {name}()",
)
NO_BODY = kind(
    "TL3322",
    "an instance of {type} cannot be called: {type} has methods only",
    "{type} 的实例不能被调用，它只有方法",
    "call one of its methods: {known}",
    "请调用它的某个方法：{known}",
)
NOT_BY_ITSELF = kind(
    "TL3933",
    "'{name}' is not called by itself here, as it is in CODESYS",
    "此处不会像 CODESYS 那样自动调用“{name}”",
    "give the variables initial values in their declaration, or call it in the first scan",
    "请在声明中给变量写初始值，或在第一个扫描周期调用它",
    severity="warning",
)
VARIABLES_IN_INTERFACE = kind(
    "TL3323",
    "an INTERFACE has no variables",
    "INTERFACE 不能含有变量",
    "declare methods and properties only; variables stand in what IMPLEMENTS it",
    "接口只声明方法和属性；变量应写在实现它（IMPLEMENTS）的类型中",
)
