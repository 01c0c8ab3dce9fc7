//! Dónde vive el programa que se corrige: con todos, o dentro de una caja.
//!
//! El juez siempre está fuera. Lo que cambia dentro de la caja es de quién son los
//! huérfanos (los adopta el portero, no el juez) y qué PID ve cada cual.

use std::io;
use std::sync::{Arc, OnceLock};

use explorador::cage::Cage;

static CAGE: OnceLock<Arc<Cage>> = OnceLock::new();

/// Desde ahora, el programa que se corrige se ejecuta dentro de esta caja. La
/// referencia, que es nuestra, sigue fuera.
///
/// # Errores
/// Si la descripción no se entiende, o ya había una caja.
pub fn move_into(description: &str) -> io::Result<()> {
    let cage = Arc::new(Cage::inherited(description)?);
    CAGE.set(cage)
        .map_err(|_| io::Error::other("el programa ya vive en otra caja"))
}

/// La caja, si la hay.
pub(crate) fn cage() -> Option<Arc<Cage>> {
    CAGE.get().cloned()
}
