//! Lo que compila, con un aviso.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    (
        "unused_must_use, resultado sin mirar",
        "fn main() { \"1\".parse::<u8>(); }",
    ),
    (
        "unused_variables, variable sin usar",
        "fn main() { let n = 1; }",
    ),
    (
        "unused_assignments, valor que nadie lee",
        "fn main() { let mut n = 1; println!(\"{n}\"); n = 2; }",
    ),
    (
        "unused_mut, mut que sobra",
        "fn main() { let mut n = 1; println!(\"{n}\"); }",
    ),
    ("unused_imports, use que sobra", "use std::fs; fn main() {}"),
    ("dead_code, código que nadie usa", "fn f() {} fn main() {}"),
    (
        "unreachable_code, código al que no se llega",
        "fn main() { loop {} println!(\"a\"); }",
    ),
    (
        "path_statements, línea que no hace nada",
        "fn main() { let n = 1; n; }",
    ),
    (
        "unused_comparisons, comparación que siempre da lo mismo",
        "fn main() { let n = 1_usize; println!(\"{}\", n >= 0); }",
    ),
    (
        "unconditional_recursion, se llama a sí misma sin fin",
        "fn f() -> u8 { f() } fn main() { f(); }",
    ),
    (
        "overflowing_literals, el número no cabe",
        "fn main() { let n: u8 = 256; println!(\"{n}\"); }",
    ),
    (
        "deprecated, anticuado",
        "fn main() { println!(\"{}\", std::mem::size_of::<u8>()); std::sync::atomic::spin_loop_hint(); }",
    ),
];
