//! Compilar muchas veces el mismo paso, con un `lib.rs` distinto cada vez.
//!
//! `cargo` se ejecuta una sola vez, para todo lo que no cambia: dependencias,
//! jueces, referencia y esqueletos ([`prebuild`]). Después, cada variante cuesta
//! dos `rustc` directos ([`Bakery::bake`]): su `lib.rs` como `pasoN` y, contra él,
//! el `main.rs` del paso.
//!
//! Lo que esta habitación no debe hacer nunca: ejecutar lo que compila, ni escribir
//! fuera de la carpeta que le dan.

mod blocks;
mod boxed;
mod cargo;
mod diagnostics;
mod given;
mod linking;
mod object;
mod oven;
mod prebuilt;
mod rustc;
mod words;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use blocks::Toolchain;
pub use boxed::{Compiler, Outcome, Product};
pub use linking::swift_options;
pub use prebuilt::{Course, StepBuild, prebuild, prebuild_with};
pub use rustc::Bakery;

/// Un error del compilador.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompileError {
    /// El archivo y la línea, si habla de un sitio del código.
    pub place: Option<(PathBuf, u32)>,
    /// Lo que dice el compilador, entero.
    pub text: String,
}

/// Un texto de `rustc` o de `cargo` que explica por qué algo no compila.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint(pub String);

impl Complaint {
    /// Las primeras líneas, que son las que dicen qué pasa.
    pub fn head(&self) -> String {
        const LINES: usize = 8;
        let mut lines: Vec<&str> = self.0.lines().filter(|line| !line.is_empty()).collect();
        if lines.len() > LINES {
            lines.truncate(LINES);
            lines.push("…");
        }
        lines.join("\n")
    }
}
