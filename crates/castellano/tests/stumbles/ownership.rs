//! De quién es cada cosa, cuánto dura y qué pide `unsafe`.

use super::Stumble;

pub const ALL: &[Stumble] = &[
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
];
