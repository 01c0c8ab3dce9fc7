//! Cómo se escribe.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    (
        "falta un punto y coma",
        "fn main() {\n    let n = 1\n    println!(\"{n}\");\n}",
    ),
    ("llave sin cerrar", "fn main() { println!(\"a\");"),
    ("llaves que no casan", "fn main() { println!(\"a\"); }}"),
    ("llaves que no casan", "fn main() { f(1]; }"),
    ("retorno de carro suelto", "/// a\rb\nfn main() {}"),
    ("signo que no es de Rust", "fn main() { println!(“hola”); }"),
    (
        "E0765, comillas sin cerrar",
        "fn main() { println!(\"hola); }",
    ),
    ("E0758, comentario sin cerrar", "fn main() {} /* nada"),
    (
        "E0762, comilla simple sin cerrar",
        "static C: char = '●;\nfn main() {}",
    ),
    (
        "comillas simples con más de una letra",
        "fn main() { let s = 'hola'; }",
    ),
    (
        "println! pide primero un texto",
        "fn main() { let n = 1; println!(n); }",
    ),
    ("faltan argumentos", "fn main() { println!(\"{} {}\", 1); }"),
    ("sobran argumentos", "fn main() { println!(\"%d\", 1); }"),
    ("palabra reservada", "fn main() { let type = 1; }"),
    ("no se entiende lo escrito", "fn main() { let = 1; }"),
    ("no se entiende lo escrito", "fn main() { f(1 2); }"),
    (
        "E0069, return sin valor",
        "fn f() -> u8 { return; } fn main() { f(); }",
    ),
    (
        "E0267, break dentro de una clausura",
        "fn main() { loop { let f = || { break; }; f(); } }",
    ),
    ("E0268, break fuera de un bucle", "fn main() { break; }"),
    (
        "E0571, break con valor",
        "fn main() { let n = while true { break 1; }; }",
    ),
    (
        "E0728, await fuera de async",
        "fn main() { std::future::ready(1).await; }",
    ),
];
