//! Tipos que no casan.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    (
        "E0317, falta el else de un if que da un valor",
        "fn main() { let n: u8 = if true { 2 }; println!(\"{n}\"); }",
    ),
    (
        "E0277, «?» fuera de sitio",
        "fn main() { let n: u8 = \"1\".parse()?; println!(\"{n}\"); }",
    ),
    (
        "E0277, «?» no sabe convertir ese error",
        "fn f() -> Result<u8, String> { Ok(\"1\".parse::<u8>()?) } fn main() { f().unwrap(); }",
    ),
    (
        "E0277, los índices son usize",
        "fn main() { let v = [1, 2]; let n: u32 = 1; println!(\"{}\", v[n]); }",
    ),
    (
        "E0277, no se sabe cómo enseñarlo",
        "struct S; fn main() { println!(\"{}\", S); }",
    ),
    (
        "E0277, falta Debug",
        "struct S; fn main() { println!(\"{:?}\", S); }",
    ),
    (
        "E0277, no puede cambiar de hilo",
        "fn main() { let p = std::ptr::null::<u8>(); std::thread::spawn(move || { let q = p; println!(\"{q:?}\"); }); }",
    ),
    (
        "E0277, tamaño desconocido",
        "fn main() { let s: str = *\"a\"; }",
    ),
    (
        "E0277, no se pueden comparar",
        "fn main() { println!(\"{}\", &1_u8 == 1_u8); }",
    ),
    (
        "E0277, no se puede recorrer",
        "fn main() { for i in 3 { println!(\"{i}\"); } }",
    ),
    (
        "E0277, cuentas con tipos distintos",
        "fn main() { println!(\"{}\", 1_u8 + 1.0); }",
    ),
    (
        "E0277, al tipo le falta una capacidad",
        "struct S; fn f(_: impl Clone) {} fn main() { f(S); }",
    ),
    (
        "E0369, operación que ese tipo no tiene",
        "struct S; fn main() { println!(\"{}\", S == S); }",
    ),
    (
        "E0282, falta decir el tipo",
        "fn main() { let v = Vec::new(); }",
    ),
    (
        "E0283, falta decir cuál de los tipos",
        "fn main() { let n = [1].iter().sum(); println!(\"{n}\"); }",
    ),
    (
        "E0604, solo un u8 se convierte en char",
        "fn main() { println!(\"{}\", 65_u32 as char); }",
    ),
    (
        "E0605, as no llega a ese tipo",
        "fn main() { let v = vec![1_u8]; println!(\"{}\", v as usize); }",
    ),
    (
        "E0606, conversión imposible con as",
        "fn main() { println!(\"{}\", &1_u8 as u32); }",
    ),
    (
        "E0614, no se puede seguir con *",
        "fn main() { let n = 1_u8; println!(\"{}\", *n); }",
    ),
    (
        "E0608, no se puede indexar",
        "fn main() { let p = std::ptr::null::<u8>(); println!(\"{}\", p[0]); }",
    ),
    (
        "E0061, argumentos de más o de menos",
        "fn f(_: u8) {} fn main() { f(); }",
    ),
    (
        "E0107, parámetros de tipo de más o de menos",
        "fn f(_: std::io::Result<u8, u8>) {} fn main() {}",
    ),
    ("E0618, no es una función", "fn main() { let n = 1; n(); }"),
    (
        "E0004, al match le faltan casos",
        "fn main() { match 1_u8 { 0 => {} } }",
    ),
    (
        "E0005, el let no vale para todos los casos",
        "fn main() { let Some(n) = Some(1).filter(|n| *n > 1); println!(\"{n}\"); }",
    ),
    (
        "E0023, patrón con otro número de campos",
        "enum E { A(u8, u8) } fn main() { let E::A(n) = E::A(1, 2); println!(\"{n}\"); }",
    ),
    (
        "E0063, faltan campos",
        "struct S { a: u8, b: u8 } fn main() { let s = S { a: 1 }; println!(\"{}\", s.a); }",
    ),
    (
        "E0046, falta un método del trait",
        "struct S; impl Drop for S {} fn main() {}",
    ),
    (
        "E0053, el método no es como el del trait",
        "struct S; impl Drop for S { fn drop(&self) {} } fn main() {}",
    ),
    (
        "E0204, no puede ser Copy",
        "#[derive(Clone, Copy)] struct S { t: String } fn main() {}",
    ),
    (
        "E0184, Copy y Drop son incompatibles",
        "#[derive(Clone, Copy)] struct S; impl Drop for S { fn drop(&mut self) {} } fn main() {}",
    ),
    (
        "E0040, drop no se llama a mano",
        "struct S; impl Drop for S { fn drop(&mut self) {} } fn main() { S.drop(); }",
    ),
    (
        "E0015, llamada que no se puede hacer al compilar",
        "static S: String = String::from(\"a\"); fn main() {}",
    ),
    (
        "E0617, argumento de una función de C con «…»",
        "unsafe extern \"C\" { fn printf(f: *const i8, ...) -> i32; } fn main() { unsafe { printf(std::ptr::null(), 1_u8) }; }",
    ),
    (
        "E0600, ese tipo no se niega",
        "fn main() { println!(\"{}\", -1_u8); }",
    ),
    (
        "E0070, a la izquierda de = no hay un sitio",
        "fn main() { 1 = 2; }",
    ),
];
