//! Lo que se tropieza en los ejercicios de este curso, y quien viene de C.

use super::Stumble;

pub const ALL: &[Stumble] = &[
    (
        "E0277, catch_unwind no se fía de la clausura",
        "fn f(c: impl FnOnce() -> i32) { std::panic::catch_unwind(c).ok(); } fn main() { f(|| 1); }",
    ),
    (
        "E0277, se da un valor donde se pide una función",
        "fn main() { std::panic::catch_unwind(1).ok(); }",
    ),
    (
        "E0277, se da un valor donde se pide una función",
        "enum E { A } fn main() { let r: Result<u8, E> = \"1\".parse::<u8>().map_err(E::A); }",
    ),
    (
        "E0277, «?» de algo que no es un Result",
        "fn f() -> Result<(), u8> { let n = -1_i32; n?; Ok(()) } fn main() { f().ok(); }",
    ),
    (
        "E0277, Errno::result devuelve el número",
        "trait ErrnoSentinel {} impl ErrnoSentinel for i32 {} fn result<S: ErrnoSentinel>(s: S) -> Result<S, u8> { Ok(s) }\nfn main() { result(()).ok(); }",
    ),
    (
        "E0277, un número no es un descriptor",
        "fn f<F: std::os::fd::AsFd>(_: F) {} fn main() { f(-1); }",
    ),
    (
        "E0277, en un texto se buscan letras",
        "fn main() { \"hola\".find(0); }",
    ),
    (
        "E0277, un texto no se indexa por posiciones",
        "fn main() { let t = \"hola\"; println!(\"{}\", t[0]); }",
    ),
    (
        "E0277, el índice está en un Option",
        "fn main() { let r = [1_u8, 0]; let end = r.iter().position(|&b| b == 0); println!(\"{:?}\", &r[..end]); }",
    ),
    (
        "E0369, un Result no se compara con un número",
        "struct F; fn f() -> Result<F, u8> { Ok(F) } fn main() { if f() < 0 {} }",
    ),
    (
        "E0369, a un atómico hay que mirarlo",
        "use std::sync::atomic::{AtomicU32, Ordering}; fn f(a: &AtomicU32) { while a == 0 {} } fn main() { f(&AtomicU32::new(1)); }",
    ),
    (
        "E0614, a un NonNull no se le sigue con *",
        "use std::ptr::NonNull; use std::ffi::c_void; fn f(p: NonNull<u8>) { unsafe { *p = 1 } } fn main() { f(NonNull::dangling()); }",
    ),
    (
        "E0026, campo que el patrón no puede sacar",
        "enum F { P { c: u8 }, C } fn main() { let F::C { c } = F::C else { return }; }",
    ),
    (
        "E0027, al patrón le faltan campos",
        "struct S { a: u8, b: u8 } fn main() { let S { a } = S { a: 1, b: 2 }; }",
    ),
    (
        "E0533, variante con campos entre llaves",
        "enum E { L { max: usize } } fn f() -> Result<(), E> { Err(E::L) } fn main() { f().ok(); }",
    ),
    (
        "E0533, variante con campos entre llaves",
        "enum F { P { c: u8 }, C } fn main() { match F::C { F::P => {}, F::C => {} } }",
    ),
    (
        "E0164, la variante va con llaves",
        "enum F { P { c: u8 }, C } fn main() { match F::C { F::P(c) => {}, F::C => {} } }",
    ),
    (
        "E0532, ese patrón no es de esa variante",
        "enum F { P(u8), C } fn main() { match F::C { F::P => {}, F::C => {} } }",
    ),
    (
        "E0559, campo que la variante no tiene",
        "enum E { L { max: usize } } fn main() { E::L { maximo: 1 }; }",
    ),
    (
        "E0425, nombre de C",
        "fn f(_: Option<u8>) {} fn main() { f(NULL); }",
    ),
    (
        "E0425, nombre de C",
        "fn main() { let p = PROT_READ | PROT_WRITE; }",
    ),
    (
        "E0425, falta Ordering::",
        "use std::sync::atomic::AtomicU32; fn main() { AtomicU32::new(0).store(1, Release); }",
    ),
    (
        "E0433, libc está dentro de nix",
        "fn main() { unsafe { libc::_exit(0) } }",
    ),
    (
        "E0433, esa parte de nix no está activada",
        "mod sys { #[cfg(feature = \"event\")] pub mod eventfd { pub fn f() {} } }\nfn main() { sys::eventfd::f(); }",
    ),
    (
        "E0433, los otros pasos no son parte del tuyo",
        "fn main() { crate::paso1::allocate(); }",
    ),
    (
        "E0432, libc se trae desde nix",
        "use libc::c_int; fn main() {}",
    ),
    (
        "E0432, ese use es de una parte de nix que no está",
        "mod sys { #[cfg(feature = \"event\")] pub mod eventfd {} }\nuse sys::eventfd::EventFd; fn main() {}",
    ),
    (
        "E0422, eso que se crea no existe aquí",
        "fn main() { TooLong { max: 1 }; }",
    ),
    (
        "E0531, variante que no existe aquí",
        "enum W { Exited(i32), No } fn main() { match W::No { Exited(n) => {}, _ => {} } }",
    ),
    (
        "E0574, self no es un tipo",
        "struct S { a: u8 } impl S { fn new(a: u8) -> Self { self { a } } } fn main() { S::new(1); }",
    ),
    (
        "E0530, ese nombre ya es de otra cosa",
        "fn main() { match Ok::<u8, u8>(1) { Ok(_) => {}, Err => {} } }",
    ),
    (
        "E0170, variante sin su tipo delante",
        "enum E { EINTR, OTRO } fn main() { match E::OTRO { EINTR => {} } }",
    ),
    (
        "E0599, faltan los paréntesis de una llamada",
        "use std::io::Write; fn main() { std::io::stdout.flush(); }",
    ),
    (
        "E0599, el método es de lo que señala el puntero",
        "use std::ptr::NonNull; use std::ffi::c_void; use std::sync::atomic::{AtomicU32, Ordering}; fn f(p: NonNull<AtomicU32>) { p.store(1, Ordering::Release); } fn main() { f(NonNull::dangling()); }",
    ),
    (
        "E0599, el tipo no tiene nada con ese nombre",
        "struct Pid; fn main() { Pid::new(1); }",
    ),
    (
        "E0599, el tipo no tiene nada con ese nombre",
        "enum S { Uno } fn main() { S::Dos; }",
    ),
    (
        "E0507, el método se queda con el valor, y aquí está prestado",
        "struct S; impl S { fn release(self) {} } impl Drop for S { fn drop(&mut self) { self.release(); } } fn main() { let s = S; }",
    ),
    (
        "no hay ? :",
        "fn main() { let n = 1; let m = n > 0 ? 1 : 0; }",
    ),
    ("no hay ++ ni --", "fn main() { let mut n = 1; n++; }"),
    (
        "no hay excepciones",
        "fn main() { try { f(); } catch (e) { } }",
    ),
    (
        "falta la coma entre dos ramas",
        "fn f(n: u8) -> u8 { match n { 0 => 1 _ => 2 } } fn main() { f(1); }",
    ),
    (
        "una rama de match se escribe con =>",
        "fn main() { match 1 { 0 -> 1, _ => 2 }; }",
    ),
];
