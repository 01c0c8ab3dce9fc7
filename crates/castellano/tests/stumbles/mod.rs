//! Programas que no compilan, o compilan con un aviso, y la explicación que merecen.

mod course;
mod mismatch;
mod names;
mod ownership;
mod syntax;
mod types;
mod warnings;

/// El nombre de la explicación y el programa.
pub type Stumble = (&'static str, &'static str);

/// Los que se notan al comprobar los tipos.
pub fn when_checking() -> Vec<Stumble> {
    [
        mismatch::ALL,
        course::ALL,
        ownership::ALL,
        types::ALL,
        names::ALL,
        syntax::ALL,
        warnings::ALL,
    ]
    .concat()
}

/// Los que solo se notan al generar el código.
pub const WHEN_GENERATING: &[Stumble] = &[
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
pub const WHEN_LINKING: &[Stumble] = &[
    (
        "función sin cuerpo al enlazar",
        "unsafe extern \"C\" { fn no_esta_en_ningun_sitio(); } fn main() { unsafe { no_esta_en_ningun_sitio() } }",
    ),
    ("no se pudo enlazar", "fn main() {}"),
];

/// Lo que decían versiones anteriores, que el curso todavía admite.
pub const OLDER: &[Stumble] = &[(
    "E0412, tipo que no existe",
    "error[E0412]: cannot find type `Pid` in this scope\n --> src/lib.rs:1:9\n",
)];
