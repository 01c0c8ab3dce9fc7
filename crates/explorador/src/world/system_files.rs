//! Los archivos del sistema: los que no son del programa y no cambian mientras se explora.
//! Lo que se lea de ellos no lo nota nadie, salvo que dos procesos compartan el archivo
//! abierto y, con él, por dónde va.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{LaneId, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::number::{bits, low_i32};
use crate::sys;
use crate::tracee::Tracee;

/// Directorios de lo que es del sistema: la biblioteca de C lee ahí sus cosas.
const SYSTEM_PATHS: &[&str] = &[
    "/etc/",
    "/lib",
    "/usr/",
    "/proc/",
    "/sys/",
    "/dev/null",
    "/dev/random",
    "/dev/urandom",
];

/// ¿Es un archivo del sistema y no del programa?
pub(crate) fn is_system_path(path: &str) -> bool {
    SYSTEM_PATHS.iter().any(|start| path.starts_with(start))
        && !path.starts_with("/proc/self/fd")
        && !names_process(path)
}

/// ¿Es la lista de los procesos, o algo de uno que se nombra por su número? En `/proc` los
/// números son los de verdad, y no los que el programa conoce; y lo que allí se lee cambia
/// con lo que hagan los demás.
fn names_process(path: &str) -> bool {
    path.strip_prefix("/proc").is_some_and(|rest| {
        let rest = rest.trim_start_matches('/');
        rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// De los argumentos de `mmap`: proyecta un archivo que el programa puede cambiar.
pub(crate) fn copies_program_file(tracee: &Tracee, args: &[u64; 6]) -> bool {
    let link = format!("/proc/{}/fd/{}", tracee.pid, low_i32(args[4]));
    args[3] & bits(libc::MAP_ANONYMOUS) == 0
        && std::fs::read_link(link).is_ok_and(|path| !is_system_path(&path.to_string_lossy()))
}

/// Un dispositivo que da números al azar.
pub(crate) fn is_random_device(path: &str) -> bool {
    matches!(path, "/dev/urandom" | "/dev/random")
}

/// La llamada saca de aquí números al azar.
pub(super) fn draws_from(path: &str, spec: &Spec) -> bool {
    matches!(spec.name, "read" | "pread64") && is_random_device(path)
}

/// El archivo al que lleva este enlace de `/proc/…/fd`: dispositivo e inodo.
fn file_behind(link: &Path) -> Option<(u64, u64)> {
    let data = std::fs::metadata(link).ok()?;
    Some((data.dev(), data.ino()))
}

impl World<'_> {
    /// Abre, para leer, algo que es del sistema y no del programa.
    pub(super) fn opens_system_file(&self, id: LaneId, spec: &Spec, args: &[u64; 6]) -> bool {
        let Some(place) = spec.path_place() else {
            return false;
        };
        let writes = bits(libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC);
        matches!(spec.name, "open" | "openat")
            && args[place + 1] & writes == 0
            && self
                .path_named(id, spec, args)
                .is_some_and(|path| is_system_path(&path))
    }

    /// Es un archivo del sistema, y por dónde va solo lo sabe este proceso.
    pub(super) fn is_system_file(&self, id: LaneId, fd: u64) -> bool {
        !self.shares_place(id, fd) && self.system_path(id, fd).is_some()
    }

    /// Es un archivo que otro proceso heredó abierto, o que este heredó. Aunque lo haya
    /// vuelto a abrir aparte: mirarlo de más no hace daño.
    pub(super) fn shares_place(&self, id: LaneId, fd: u64) -> bool {
        let shared = &self.lanes[id].shared_files;
        !shared.is_empty() && file_behind(&self.link(id, fd)).is_some_and(|it| shared.contains(&it))
    }

    /// Va a tener un hijo, que heredará los archivos del sistema que tenga abiertos.
    pub(super) fn share_system_files(&mut self, id: LaneId) {
        if !std::mem::take(&mut self.lanes[id].opened_system_file) {
            return;
        }
        let is_system = |link: &Path| {
            std::fs::read_link(link).is_ok_and(|path| is_system_path(&path.to_string_lossy()))
        };
        let open = sys::descriptors(self.tracee(id).pid)
            .into_iter()
            .filter(|(number, link)| *number > 2 && is_system(link))
            .filter_map(|(_, link)| file_behind(&link));
        self.lanes[id].shared_files.extend(open);
    }

    /// Pide números al azar a un dispositivo.
    pub(super) fn reads_random(&self, id: LaneId, spec: &Spec, fd: u64) -> bool {
        let path = self.system_path(id, fd);
        path.is_some_and(|path| draws_from(&path, spec))
    }

    /// El nombre de un archivo abierto, si es del sistema y no del programa.
    pub(super) fn system_path(&self, id: LaneId, fd: u64) -> Option<String> {
        // Ni las tuberías ni los enchufes tienen nombre que mirar.
        if self.is_stream_fd(id, fd) {
            return None;
        }
        let path = std::fs::read_link(self.link(id, fd)).ok()?;
        let path = path.to_string_lossy().into_owned();
        is_system_path(&path).then_some(path)
    }

    fn link(&self, id: LaneId, fd: u64) -> PathBuf {
        format!("/proc/{}/fd/{}", self.tracee(id).pid, low_i32(fd)).into()
    }

    /// La ruta que nombra la llamada, si nombra alguna y se puede leer.
    fn path_named(&self, id: LaneId, spec: &Spec, args: &[u64; 6]) -> Option<String> {
        let place = spec.path_place()?;
        self.tracee(id).read_text(args[place], 256).ok()
    }

    /// Exige que no pregunte en `/proc` por otro proceso.
    pub(super) fn minds_its_own(
        &self,
        id: LaneId,
        spec: &Spec,
        args: &[u64; 6],
    ) -> Result<(), Error> {
        let path = self.path_named(id, spec, args);
        if !path.is_some_and(|path| names_process(&path)) {
            return Ok(());
        }
        Err(Error::Unmodelled {
            call: spec.name.to_owned(),
            why: "mira en /proc qué hacen otros procesos, y ahí no tienen el PID que el \
                  explorador les da"
                .to_owned(),
        })
    }

    /// Mira algo que es del sistema y no del programa.
    pub(super) fn looks_at_system(&self, id: LaneId, spec: &Spec, args: &[u64; 6]) -> bool {
        match spec.path_place() {
            None => spec.args.first() == Some(&"fd") && self.never_changes(id, args[0]),
            Some(_) => match self.path_named(id, spec, args) {
                // Sin nombre: se pregunta por el descriptor (`AT_EMPTY_PATH`).
                Some(path) if path.is_empty() => self.never_changes(id, args[0]),
                Some(path) => is_system_path(&path),
                None => true,
            },
        }
    }

    pub(super) fn maps_system_file(&self, id: LaneId, args: &[u64; 6]) -> bool {
        args[2] & bits(libc::PROT_WRITE) == 0
            && args[3] & bits(libc::MAP_ANONYMOUS | libc::MAP_FIXED) == 0
            && self.is_system_file(id, args[4])
    }
}
