//! Los programas ya compilados, guardados por la huella de lo que los produjo.
//!
//! El mismo código, con el mismo compilador y las mismas bibliotecas, es el mismo
//! programa: no se compila dos veces, tampoco entre arranques.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::scratch::{self, Scratch};

/// Cuántos programas se guardan; después se van los que hace más que no se usan.
const KEPT: usize = 64;

/// Como empieza el nombre de las carpetas donde se compila.
const WORK: &str = "obra-";

/// La carpeta de los programas compilados.
#[derive(Debug)]
pub struct Store(PathBuf);

impl Store {
    /// La del curso de `root`, dentro de `target`.
    pub fn of(root: &Path) -> Self {
        Self(root.join("target/taller/bloques"))
    }

    /// El programa con esa huella, si está; usarlo lo rejuvenece.
    pub fn find(&self, key: &str) -> Option<PathBuf> {
        let path = self.0.join(key);
        let file = File::open(&path).ok()?;
        // Si no se puede poner fecha, como mucho se irá antes de la cuenta.
        let _ = file.set_modified(SystemTime::now());
        Some(path)
    }

    /// Una carpeta donde compilar, en el mismo disco.
    ///
    /// # Errores
    /// Si no se puede escribir ahí.
    pub fn bench(&self) -> Result<Scratch> {
        fs::create_dir_all(&self.0)
            .and_then(|()| Scratch::inside(&self.0, WORK))
            .with_context(|| format!("no se puede escribir en {}", self.0.display()))
    }

    /// Guarda `program` con esa huella y devuelve dónde queda.
    ///
    /// # Errores
    /// Si no se puede mover.
    pub fn keep(&self, key: &str, program: &Path) -> Result<PathBuf> {
        let path = self.0.join(key);
        fs::rename(program, &path)
            .with_context(|| format!("no se puede guardar {}", path.display()))?;
        self.forget_the_oldest();
        Ok(path)
    }

    /// Quita lo que dejó a medias un servidor al que mataron mientras compilaba.
    pub fn forget_abandoned(&self) {
        scratch::sweep(&self.0, WORK);
    }

    /// Lo que no se pueda borrar se quedará: no impide nada.
    fn forget_the_oldest(&self) {
        let Ok(entries) = fs::read_dir(&self.0) else {
            return;
        };
        let mut programs: Vec<(SystemTime, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let data = entry.metadata().ok()?;
                data.is_file()
                    .then_some((data.modified().ok()?, entry.path()))
            })
            .collect();
        programs.sort();
        let surplus = programs.len().saturating_sub(KEPT);
        for (_, path) in &programs[..surplus] {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_quedo_a_medias_se_va_y_lo_que_esta_en_marcha_no() {
        let course = tempfile::tempdir().unwrap();
        let store = Store::of(course.path());
        let working = store.bench().unwrap();
        // Nadie la tiene cerrada: su dueño ya no vive.
        let abandoned = store.0.join(format!("{WORK}de-un-muerto"));
        fs::create_dir(&abandoned).unwrap();

        store.forget_abandoned();

        assert!(!abandoned.exists());
        assert!(working.path().exists());
    }

    #[test]
    fn lo_guardado_se_encuentra_y_lo_viejo_se_va() {
        let course = tempfile::tempdir().unwrap();
        let store = Store::of(course.path());
        let bench = store.bench().unwrap();
        let keep = |key: &str, age: u64| {
            let program = bench.path().join("programa");
            fs::write(&program, key).unwrap();
            let when = SystemTime::now() - std::time::Duration::from_secs(age);
            File::open(&program).unwrap().set_modified(when).unwrap();
            store.keep(key, &program).unwrap();
        };
        keep("viejo", 1000);
        keep("viejo-pero-usado", 900);
        assert!(store.find("viejo-pero-usado").is_some());

        for number in 0..KEPT - 1 {
            keep(&format!("nuevo-{number}"), 1);
        }

        assert!(store.find("viejo").is_none());
        assert!(store.find("viejo-pero-usado").is_some());
        assert!(store.find("nuevo-0").is_some());
    }
}
