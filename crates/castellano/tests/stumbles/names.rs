//! Nombres que no están, o que no se ven.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    ("E0425, función que no existe", "fn main() { forc(); }"),
    (
        "E0425, nombre que no existe",
        "fn main() { println!(\"{}\", mensaje); }",
    ),
    ("E0425, tipo que no existe", "fn f(_: Pid) {} fn main() {}"),
    (
        "E0405, trait que no existe",
        "struct S; impl Dorp for S {} fn main() {}",
    ),
    (
        "E0433, no se encuentra lo que va delante de «::»",
        "fn main() { let m = HashMap::new(); }",
    ),
    (
        "E0432, use de algo que no existe",
        "use std::no_esta; fn main() {}",
    ),
    (
        "E0423, es un tipo, no un valor",
        "struct S { a: u8 } fn main() { let _ = S; }",
    ),
    (
        "E0424, falta self",
        "struct S; impl S { fn f() { self.g(); } fn g(&self) {} } fn main() {}",
    ),
    ("E0428, nombre repetido", "fn f() {} fn f() {} fn main() {}"),
    (
        "E0252, dos use con el mismo nombre",
        "use std::io::Result; use std::fmt::Result; fn main() {}",
    ),
    (
        "E0434, una fn no ve las variables de fuera",
        "fn main() { let n = 1; fn f() -> u8 { n } println!(\"{}\", f()); }",
    ),
    (
        "E0435, el tamaño tiene que ser constante",
        "fn main() { let n = 3; let v = [0; n]; }",
    ),
    (
        "E0599, el método es de lo que hay dentro",
        "fn main() { \"1\".parse::<u8>().leading_zeros(); }",
    ),
    (
        "E0599, falta el use del trait",
        "fn main() { std::io::stdout().flush().unwrap(); }",
    ),
    (
        "E0599, no hay nada con ese nombre en el tipo",
        "struct S; fn main() { S.f(); }",
    ),
    (
        "E0609, campo que no existe",
        "struct S { a: u8 } fn main() { println!(\"{}\", S { a: 1 }.b); }",
    ),
    (
        "E0560, campo que la estructura no tiene",
        "struct S { a: u8 } fn main() { S { a: 1, b: 2 }; }",
    ),
    (
        "E0610, un número no tiene campos",
        "fn main() { let n = 1_u8; println!(\"{}\", n.b); }",
    ),
    (
        "E0615, a un método se le llama con ( )",
        "fn main() { println!(\"{}\", \"a\".len); }",
    ),
    (
        "E0603, es privado",
        "mod m { fn f() {} } fn main() { m::f(); }",
    ),
    (
        "E0616, campo privado",
        "mod m { #[derive(Default)] pub struct S { a: u8 } } fn main() { println!(\"{}\", m::S::default().a); }",
    ),
    (
        "E0624, método privado",
        "mod m { pub struct S; impl S { fn f(&self) {} } } fn main() { m::S.f(); }",
    ),
    ("E0601, falta main", "fn mian() {}"),
    (
        "E0407, método que el trait no tiene",
        "struct S; impl Drop for S { fn drop(&mut self) {} fn otro(&self) {} } fn main() {}",
    ),
    ("macro que no existe", "fn main() { printl!(\"hola\"); }"),
];
