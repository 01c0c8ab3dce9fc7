//! Cambios pequeños sobre los ficheros de mdBook, que fallan si mdBook cambia.
//!
//! El repositorio no guarda copias de la plantilla ni de los guiones de mdBook:
//! se toman de la versión enlazada y se les aplica una lista de cambios. Cada uno
//! dice cuántas veces debe aparecer lo que sustituye; si no son esas, la versión
//! de mdBook es otra y hay que mirar qué cambió, no adivinar.

use anyhow::{Result, bail};

/// Un cambio sobre un texto.
#[derive(Debug, Clone, Copy)]
pub enum Patch {
    /// Cambia `from` por `to` las `times` veces que aparece.
    Replace {
        from: &'static str,
        to: &'static str,
        times: usize,
    },
    /// Quita desde `from` hasta justo antes de `until`; ambos aparecen una vez.
    Cut {
        from: &'static str,
        until: &'static str,
    },
}

/// Cambia `from` por `to`; debe aparecer exactamente una vez.
pub const fn once(from: &'static str, to: &'static str) -> Patch {
    times(1, from, to)
}

/// Cambia `from` por `to`; debe aparecer exactamente `times` veces.
pub const fn times(times: usize, from: &'static str, to: &'static str) -> Patch {
    Patch::Replace { from, to, times }
}

/// `text` con todos los cambios, en orden. `name` es el fichero, para el error.
///
/// # Errores
/// Si alguno no encaja, con el fichero y el texto que se esperaba.
pub fn apply(name: &str, text: &str, patches: &[Patch]) -> Result<String> {
    patches
        .iter()
        .try_fold(text.to_owned(), |text, patch| patch.apply(name, &text))
}

impl Patch {
    fn apply(self, name: &str, text: &str) -> Result<String> {
        match self {
            Self::Replace { from, to, times } => {
                expect(name, text, from, times)?;
                Ok(text.replace(from, to))
            }
            Self::Cut { from, until } => {
                expect(name, text, from, 1)?;
                let (before, after) = text.split_once(from).unwrap_or((text, ""));
                expect(name, after, until, 1)?;
                let kept = after.find(until).map_or("", |at| &after[at..]);
                Ok(format!("{before}{kept}"))
            }
        }
    }
}

fn expect(name: &str, text: &str, wanted: &str, times: usize) -> Result<()> {
    let found = text.matches(wanted).count();
    if found == times {
        return Ok(());
    }
    bail!(
        "la versión {} de mdBook no es la que este curso conoce: en su {name} se esperaba {times} \
         veces y está {found} el texto «{}». Ajusta la lista de cambios de spanish.rs",
        mdbook_core::MDBOOK_VERSION,
        wanted.trim()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn los_cambios_se_aplican_en_orden() {
        let patches = [
            times(2, "a", "b"),
            Patch::Cut {
                from: "[",
                until: "]",
            },
            once("]", ")"),
        ];

        assert_eq!(apply("f", "xaya [corchete]", &patches).unwrap(), "xbyb )");
    }

    #[test]
    fn si_mdbook_cambia_se_dice_que_no_encaja() {
        for patch in [
            once("Search", "Buscar"),
            Patch::Cut {
                from: "Search",
                until: "x",
            },
        ] {
            let error = apply("index.hbs", "Find", &[patch])
                .unwrap_err()
                .to_string();

            assert!(error.contains("index.hbs"), "{error}");
            assert!(error.contains("«Search»"), "{error}");
        }
    }
}
