//! E0308: se espera un tipo y llega otro.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    (
        "E0308, falta llamar a la función",
        "fn f(c: impl FnOnce() -> i32) { std::process::exit(c) } fn main() { f(|| 1); }",
    ),
    (
        "E0308, un Pid no es un número",
        "struct Pid(i32); fn f() -> Result<Pid, u8> { let n = 1_i32; Ok(n) } fn main() { f().ok(); }",
    ),
    (
        "E0308, un Result no se compara con un número",
        "fn f() -> Result<i32, u8> { Ok(1) } fn main() { if f() < 0 {} }",
    ),
    (
        "E0308, se mira lo de dentro sin abrirlo",
        "enum F { P { c: u8 }, C } fn f() -> Result<F, u8> { Ok(F::C) }\nfn main() { match f() { F::P { c } => drop(c), F::C => {} } }",
    ),
    (
        "E0308, se mira lo de dentro sin abrirlo",
        "fn main() { let n: Option<u8> = None; if let 1 = n {} }",
    ),
    (
        "E0308, falta return",
        "fn f(n: usize) -> Result<(), u8> {\n    if n > 3 { Err(1) }\n    Ok(())\n}\nfn main() { f(1).ok(); }",
    ),
    (
        "E0308, ramas de tipos distintos",
        "fn f() -> i32 { 1 }\nfn main() { let n: Result<u8, u8> = match 1 { 0 => Ok(1), _ => f() }; }",
    ),
    (
        "E0308, un Option no es un Result",
        "fn f(b: &[u8]) -> Result<usize, u8> { b.iter().position(|&b| b == 0) } fn main() { f(&[]).ok(); }",
    ),
    (
        "E0308, un Result, pero de otra cosa",
        "fn f(b: &[u8]) -> Result<&str, u8> { std::str::from_utf8(b) } fn main() { f(&[]).ok(); }",
    ),
    (
        "E0308, falta Ok(())",
        "fn f(b: &mut [u8]) -> Result<(), u8> { b[0] = 1; } fn main() { f(&mut []).ok(); }",
    ),
    (
        "E0308, un camino acaba sin dar nada",
        "fn f(n: u8) -> Result<u8, u8> { match n { 0 => Ok(1), _ => { drop(n); } } } fn main() { f(1).ok(); }",
    ),
    (
        "E0308, un camino acaba sin dar nada",
        "fn f() -> Result<u8, u8> { while true { return Ok(1); } } fn main() { f().ok(); }",
    ),
    (
        "E0308, falta Some( )",
        "fn f(_: Option<u8>) {} fn main() { f(0); }",
    ),
    (
        "E0308, el error es un Errno",
        "enum Errno { A } fn f() -> Result<u8, Errno> { Err(-1) } fn main() { f(); }",
    ),
    (
        "E0308, las opciones se juntan con |",
        "struct ProtFlags; fn main() { if ProtFlags || ProtFlags {} }",
    ),
    (
        "E0308, una condición es un bool",
        "fn main() { let n = 1_u32; while !n {} }",
    ),
    (
        "E0308, una condición es un bool",
        "fn main() { let n = 1; if n {} }",
    ),
    (
        "E0308, un NonZeroUsize no es un usize",
        "fn f(_: usize) {} fn g(n: std::num::NonZeroUsize) { f(n) } fn main() { g(4096.try_into().unwrap()); }",
    ),
    (
        "E0308, un NonZeroUsize no es un usize",
        "fn f(_: std::num::NonZeroUsize) {} fn main() { f(4096); }",
    ),
    (
        "E0308, un NonNull no es un puntero de C",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(_: *mut c_void) {} fn g(p: NonNull<c_void>) { f(p) } fn main() { g(NonNull::dangling()); }",
    ),
    (
        "E0308, un NonNull no es un puntero de C",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(p: NonNull<c_void>, n: std::num::NonZeroUsize) -> &'static [u8] { unsafe { std::slice::from_raw_parts(p, n) } } fn main() {}",
    ),
    (
        "E0308, un puntero de C puede ser nulo",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(p: *mut c_void) -> NonNull<c_void> { p } fn main() { f(std::ptr::null_mut()); }",
    ),
    (
        "E0308, un puntero a otro tipo",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(p: NonNull<c_void>) -> &'static [u8] { unsafe { std::slice::from_raw_parts(p.as_ptr(), 1) } } fn main() { f(NonNull::dangling()); }",
    ),
    (
        "E0308, el puntero no dice a qué señala",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(p: NonNull<c_void>) { unsafe { *p.as_ptr() = true } } fn main() { f(NonNull::dangling()); }",
    ),
    (
        "E0308, a un atómico no se le asigna",
        "use std::sync::atomic::{AtomicU32, Ordering}; fn f(p: *mut AtomicU32) { unsafe { *p = 1 } } fn main() { f(std::ptr::null_mut()); }",
    ),
    (
        "E0308, una letra no es un byte",
        "fn main() { let mut r = [0_u8; 4]; for (i, c) in \"ab\".chars().enumerate() { r[i] = c; } }",
    ),
    (
        "E0308, una letra no es un byte",
        "fn main() { let mut r = [0_u8; 4]; r[0] = \"0\"; }",
    ),
    (
        "E0308, un texto no es una región de bytes",
        "fn main() { let mut r = [0_u8; 4]; let text = \"hola\"; r[..].copy_from_slice(text); }",
    ),
    (
        "E0308, se pide &mut y llega &",
        "fn f(mut r: &mut [u8], text: &str) { r = text.as_bytes(); } fn main() { f(&mut [], \"\"); }",
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
        "E0308, falta Ok(())",
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
        "fn main() { if true { 2 } println!(); }",
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
];
