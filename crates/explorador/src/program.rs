//! Qué programa se explora y con qué entradas.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cage::Cage;

/// El programa que se explora: qué binario, con qué argumentos, qué recibe por
/// la entrada estándar, en qué directorio y con qué entorno.
///
/// El entorno empieza vacío salvo `PATH` y `LANG=C.UTF-8`: así el mismo
/// programa da el mismo informe en dos máquinas.
#[derive(Debug, Clone)]
pub struct Program {
    pub(crate) path: PathBuf,
    pub(crate) args: Vec<OsString>,
    pub(crate) stdin: Vec<u8>,
    pub(crate) env: Vec<(OsString, OsString)>,
    pub(crate) cwd: Option<PathBuf>,
    pub(crate) cage: Option<Arc<Cage>>,
}

impl Program {
    /// Un programa sin argumentos, con la entrada estándar vacía.
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_path_buf(),
            args: Vec::new(),
            stdin: Vec::new(),
            env: vec![
                ("PATH".into(), "/usr/local/bin:/usr/bin:/bin".into()),
                ("LANG".into(), "C.UTF-8".into()),
            ],
            cwd: None,
            cage: None,
        }
    }

    /// Añade un argumento.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_os_string());
        self
    }

    /// Añade varios argumentos.
    #[must_use]
    pub fn args<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(mut self, args: I) -> Self {
        for arg in args {
            self = self.arg(arg);
        }
        self
    }

    /// Los bytes que el programa leerá por la entrada estándar (los mismos en
    /// cada plan).
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Fija una variable de entorno (sustituye a la anterior del mismo nombre).
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env.retain(|(known, _)| known != name.as_ref());
        self.env
            .push((name.as_ref().to_os_string(), value.as_ref().to_os_string()));
        self
    }

    /// El directorio en el que empieza (por omisión, el del que explora).
    #[must_use]
    pub fn current_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.cwd = Some(dir.as_ref().to_path_buf());
        self
    }

    /// Vive dentro de esta caja; la ruta del programa es la que tiene dentro.
    #[must_use]
    pub fn inside(mut self, cage: Arc<Cage>) -> Self {
        self.cage = Some(cage);
        self
    }

    /// La orden completa, para mostrarla: la ruta y sus argumentos.
    pub fn command_line(&self) -> Vec<String> {
        std::iter::once(self.path.as_os_str())
            .chain(self.args.iter().map(OsString::as_os_str))
            .map(|part| part.to_string_lossy().into_owned())
            .collect()
    }
}
