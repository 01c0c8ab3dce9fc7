//! El dibujo de un plan: un carril por proceso, el tiempo hacia abajo, cada
//! paso con su frase, los cambios de proceso, la memoria compartida según
//! cambia y, si algo va mal, dónde y por qué.
//!
//! El mismo relato (módulo `story`) se dibuja como texto para la terminal
//! ([`text()`]), como SVG para una página ([`svg()`]) y paso a paso, como datos,
//! para quien lo recorre con botones ([`steps()`]); [`summary()`] resume un informe
//! entero en una tabla. Está pensado para quien nunca oyó hablar de
//! planes ni de carriles.
//!
//! Lo que un dibujo nunca hace: depender solo del color, dejar pasar sin
//! escapar un byte del programa estudiado, crecer sin límite, ni afirmar una
//! causa que los acontecimientos no demuestran.

mod build;
mod bytes;
mod caption;
mod fit;
mod items;
mod memory;
mod names;
mod phrase;
mod preparation;
mod race;
mod steps;
mod story;
mod summary;
mod svg;
mod text;

pub use caption::{Caption, Tone, caption, is_wrong};
pub use steps::steps;
pub use summary::summary;
pub use svg::{svg, svg_with};
pub use text::{TextStyle, text};

/// Cuánto se cuenta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Detail {
    /// Lo que hace falta para entender qué pasa: los accesos seguidos se
    /// juntan, y lo que la biblioteca de C hace por dentro no se ve.
    #[default]
    Essential,
    /// Cada acontecimiento, uno a uno.
    Full,
}

/// Lo que el programa mostró, por líneas y sin nada que no se pueda enseñar. A
/// lo sumo `max_lines`; si hay más, la última dice cuántas faltan.
fn output_lines(bytes: &[u8], max_lines: usize) -> Vec<String> {
    let shown = String::from_utf8_lossy(bytes);
    let body = shown.strip_suffix('\n').unwrap_or(&shown);
    if shown.is_empty() {
        return Vec::new();
    }
    let total = body.split('\n').count();
    let mut lines: Vec<String> = body.split('\n').take(max_lines).map(fit::clean).collect();
    if total > max_lines {
        let rest = total - max_lines;
        lines.push(format!(
            "… y {rest} {}",
            if rest == 1 {
                "línea más"
            } else {
                "líneas más"
            }
        ));
    }
    lines
}
