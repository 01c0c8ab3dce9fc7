//! Programas que no compilan, o compilan con un aviso, y la explicación que merecen.

/// El nombre de la explicación y el programa. Basta con comprobar los tipos.
pub const STUMBLES: &[(&str, &str)] = &[
    (
        "E0382, valor ya movido en la vuelta anterior",
        "fn eat(_: String) {} fn main() { let s = String::new(); loop { eat(s); } }",
    ),
    (
        "E0382, valor ya movido",
        "fn main() { let s = String::new(); let t = s; println!(\"{s}{t}\"); }",
    ),
    (
        "E0381, variable sin valor",
        "fn main() { let n: u8; println!(\"{n}\"); }",
    ),
    (
        "E0384, variable que no es mut",
        "fn main() { let n = 1; println!(\"{n}\"); n = 2; println!(\"{n}\"); }",
    ),
    (
        "E0594, se escribe en algo que solo se puede leer",
        "fn f(r: &[u8]) { r[0] = 1; } fn main() { f(&[0]); }",
    ),
    (
        "E0596, préstamo &mut de algo que no es mut",
        "fn main() { let v = Vec::new(); v.push(1); }",
    ),
    (
        "E0499, dos préstamos &mut a la vez",
        "fn main() { let mut n = 1; let a = &mut n; let b = &mut n; *a += 1; *b += 1; }",
    ),
    (
        "E0502, se lee y se cambia a la vez",
        "fn main() { let mut v = vec![1]; let a = &v[0]; v.push(2); println!(\"{a}\"); }",
    ),
    (
        "E0505, se mueve algo que está prestado",
        "fn main() { let v = vec![1]; let a = &v; drop(v); println!(\"{a:?}\"); }",
    ),
    (
        "E0506, se cambia algo que está prestado",
        "fn main() { let mut n = 1; let a = &n; n = 2; println!(\"{a}\"); }",
    ),
    (
        "E0503, se usa algo que está prestado",
        "fn main() { let mut n = 1; let a = &mut n; let b = n + 1; *a = b; }",
    ),
    (
        "E0507, no se puede sacar de una referencia",
        "struct S { t: String } fn f(s: &S) -> String { s.t } fn main() { f(&S { t: String::new() }); }",
    ),
    (
        "E0509, no se puede desmontar lo que tiene Drop",
        "struct S { t: String } impl Drop for S { fn drop(&mut self) {} } fn f(s: S) -> String { s.t } fn main() { f(S { t: String::new() }); }",
    ),
    (
        "E0515, referencia a algo que desaparece",
        "fn f() -> &'static str { let s = String::new(); &s } fn main() { f(); }",
    ),
    (
        "E0597, lo prestado no dura bastante",
        "fn main() { let r; { let n = 1; r = &n; } println!(\"{r}\"); }",
    ),
    (
        "E0716, valor temporal que desaparece",
        "fn main() { let r: &str = String::from(\"a\").as_str(); println!(\"{r}\"); }",
    ),
    (
        "E0373, la clausura dura más que sus variables",
        "fn main() { let n = 1; std::thread::spawn(|| println!(\"{n}\")); }",
    ),
    (
        "E0521, la referencia se escapa",
        "fn f(r: &[u8]) { std::thread::spawn(move || println!(\"{}\", r.len())); } fn main() { f(&[]); }",
    ),
    (
        "E0106, falta decir cuánto dura una referencia",
        "fn f(a: &str, b: &str) -> &str { if a > b { a } else { b } } fn main() { f(\"\", \"\"); }",
    ),
    (
        "E0261, duración sin declarar",
        "fn f(a: &'a str) -> &'a str { a } fn main() { f(\"\"); }",
    ),
    (
        "E0621, falta una duración en un parámetro",
        "fn f<'a>(a: &'a str, b: &str) -> &'a str { if a > b { a } else { b } } fn main() { f(\"\", \"\"); }",
    ),
    (
        "una referencia no dura lo que se promete",
        "struct S<'a> { r: &'a [u8] } impl<'a> S<'a> { fn f<'b>(&mut self, r: &'b [u8]) { self.r = r; } } fn main() { S { r: &[] }.f(&[]); }",
    ),
    (
        "E0133, seguir un puntero pide unsafe",
        "fn main() { let p = &raw const *&1; println!(\"{}\", *p); }",
    ),
    (
        "E0133, una static mut pide unsafe",
        "static mut N: u8 = 1; fn main() { N = 2; }",
    ),
    (
        "E0133, la operación pide unsafe",
        "unsafe fn f() {} fn main() { f(); }",
    ),
    (
        "static_mut_refs, referencia a una static mut",
        "static mut N: u8 = 1; fn main() { let n = unsafe { &N }; println!(\"{n}\"); }",
    ),
    (
        "E0745, dirección de un valor que no tiene sitio",
        "fn main() { let p = &raw const 1_u8; println!(\"{p:?}\"); }",
    ),
    (
        "extern pide unsafe",
        "extern \"C\" { fn getpid() -> i32; } fn main() { unsafe { getpid() }; }",
    ),
    (
        "atributo que pide unsafe",
        "#[no_mangle] pub extern \"C\" fn f() {} fn main() {}",
    ),
    (
        "unused_unsafe, unsafe que no hace falta",
        "fn main() { unsafe { println!(\"hola\"); } }",
    ),
    (
        "E0308, punto y coma de más",
        "fn f() -> u8 { 1 + 1; } fn main() { f(); }",
    ),
    (
        "E0308, falta Ok( )",
        "fn f() -> Result<u8, String> { 1 } fn main() { f().unwrap(); }",
    ),
    (
        "E0308, falta Ok( )",
        "use std::io::Result; fn g() {} fn f() -> Result<()> { g() } fn main() { f().unwrap(); }",
    ),
    (
        "E0308, falta Some( )",
        "fn f() -> Option<u8> { 1 } fn main() { f(); }",
    ),
    (
        "E0308, hay que abrir el Result",
        "fn f() -> u8 { \"1\".parse::<u8>() } fn main() { f(); }",
    ),
    (
        "E0308, hay que abrir el Option",
        "fn f(r: &[u8]) -> u8 { r.first().copied() } fn main() { f(&[]); }",
    ),
    (
        "E0308, falta un &",
        "fn f(_: &String) {} fn main() { f(String::new()); }",
    ),
    (
        "E0308, falta el else",
        "fn f(n: u8) -> u8 { if n > 1 { 2 } 3 } fn main() { f(1); }",
    ),
    (
        "E0317, falta el else de un if que da un valor",
        "fn main() { let n: u8 = if true { 2 }; println!(\"{n}\"); }",
    ),
    (
        "E0308, ramas de tipos distintos",
        "fn main() { let n = if true { 1 } else { \"a\" }; println!(\"{n}\"); }",
    ),
    (
        "E0308, ramas de tipos distintos",
        "fn main() { let n = match 1 { 1 => 1, _ => \"a\" }; println!(\"{n}\"); }",
    ),
    (
        "E0308, números de tipos distintos",
        "fn f(_: u32) {} fn main() { let n = 1_usize; f(n); }",
    ),
    (
        "E0308, la función no devuelve nada",
        "fn f(n: u8) -> u8 { println!(\"{n}\") ; let _ = n; } fn main() { f(1); }",
    ),
    (
        "E0308, tipos que no casan",
        "fn f(_: u32) {} fn main() { f(\"a\"); }",
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
        "fn f(_: impl Fn()) {} fn main() { f(1); }",
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
    (
        "falta un punto y coma",
        "fn main() {\n    let n = 1\n    println!(\"{n}\");\n}",
    ),
    ("llave sin cerrar", "fn main() { println!(\"a\");"),
    ("llaves que no casan", "fn main() { println!(\"a\"); }}"),
    ("llaves que no casan", "fn main() { f(1]; }"),
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

/// Los que solo se notan al generar el código.
pub const WHEN_GENERATING: &[(&str, &str)] = &[
    (
        "unconditional_panic, siempre entra en pánico",
        "fn main() { let v = [1, 2]; println!(\"{}\", v[2]); }",
    ),
    (
        "arithmetic_overflow, la cuenta se sale del tipo",
        "fn main() { println!(\"{}\", 255_u8 + 1); }",
    ),
];

/// Los que solo se notan al enlazar.
pub const WHEN_LINKING: &[(&str, &str)] = &[
    (
        "función sin cuerpo al enlazar",
        "unsafe extern \"C\" { fn no_esta_en_ningun_sitio(); } fn main() { unsafe { no_esta_en_ningun_sitio() } }",
    ),
    ("no se pudo enlazar", "fn main() {}"),
];

/// Lo que decían versiones anteriores, que el curso todavía admite.
pub const OLDER: &[(&str, &str)] = &[(
    "E0412, tipo que no existe",
    "error[E0412]: cannot find type `Pid` in this scope\n --> src/lib.rs:1:9\n",
)];
