//! El plano: qué se ve dentro de la caja.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use explorador::cage::Limit;
use nix::sys::resource::Resource;

use super::Protections;

/// Usuario y grupo que se ven dentro: `nobody`, que no es dueño de nada.
const INSIDE: &str = "65534";
/// Lo que cabe en `/dev/shm`, en bytes.
const SHARED: u64 = 4 << 20;
/// Lo que cabe donde no tendría que escribir nadie, cuando una prueba lo deja.
const UNBOUNDED: u64 = 1 << 30;

/// Qué se ve dentro de una caja, y con qué límites se entra.
#[derive(Debug, Clone)]
pub struct Blueprint {
    read_only: Vec<(PathBuf, PathBuf)>,
    writable: Vec<(PathBuf, PathBuf)>,
    links: Vec<(PathBuf, PathBuf)>,
    /// Lo que cabe en `/tmp`, en bytes.
    pub temporary: u64,
    /// Los límites que se pone quien entra.
    pub limits: Vec<Limit>,
}

impl Blueprint {
    /// Vacía: solo `/proc`, `/dev` y un `/tmp` de `temporary` bytes.
    pub fn empty(temporary: u64) -> Self {
        Self {
            read_only: Vec::new(),
            writable: Vec::new(),
            links: Vec::new(),
            temporary,
            limits: Vec::new(),
        }
    }

    /// Se ve `real` en `inside`, y no se puede cambiar.
    #[must_use]
    pub fn showing(mut self, real: impl Into<PathBuf>, inside: impl Into<PathBuf>) -> Self {
        self.read_only.push((real.into(), inside.into()));
        self
    }

    /// Se ve `real` en `inside`, y se puede escribir.
    #[must_use]
    pub fn giving(mut self, real: impl Into<PathBuf>, inside: impl Into<PathBuf>) -> Self {
        self.writable.push((real.into(), inside.into()));
        self
    }

    /// Con el sistema entero a la vista, de solo lectura: lo que pide un compilador.
    #[must_use]
    pub fn with_system(mut self) -> Self {
        self = self.showing("/usr", "/usr");
        for name in ["/lib", "/lib32", "/lib64", "/bin", "/sbin"] {
            let place = Path::new(name);
            // Hoy son enlaces a /usr; en sistemas viejos, carpetas.
            match fs::read_link(place) {
                Ok(target) => self.links.push((target, place.to_owned())),
                Err(_) if place.is_dir() => self = self.showing(place, place),
                Err(_) => {}
            }
        }
        for file in ["/etc/alternatives", "/etc/ld.so.cache"] {
            if Path::new(file).exists() {
                self = self.showing(file, file);
            }
        }
        self
    }

    /// Con este límite.
    #[must_use]
    pub fn limited(mut self, resource: Resource, value: u64) -> Self {
        self.limits.push(Limit { resource, value });
        self
    }

    /// Los límites que quedan con estas protecciones.
    pub fn limits(&self, protections: Protections) -> Vec<Limit> {
        self.limits
            .iter()
            .copied()
            .filter(|limit| match limit.resource {
                Resource::RLIMIT_NPROC => protections.process_limit,
                Resource::RLIMIT_AS => protections.memory_limit,
                Resource::RLIMIT_FSIZE | Resource::RLIMIT_NOFILE => protections.file_size_limit,
                _ => true,
            })
            .collect()
    }

    /// Los argumentos de `bwrap`, sin el programa. Se cumplen en orden.
    pub(super) fn arguments(&self, protections: Protections) -> Vec<OsString> {
        let mut args = Arguments::default();
        args.add(["--unshare-user", "--uid", INSIDE, "--gid", INSIDE]);
        args.add(["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]);
        args.add(["--hostname", "caja", "--unshare-pid"]);
        if protections.network {
            args.add(["--unshare-net"]);
        }
        if protections.nested_namespaces {
            args.add(["--disable-userns"]);
        }
        args.add(["--as-pid-1", "--die-with-parent", "--new-session"]);
        args.add(["--clearenv"]);
        let bind = if protections.files {
            "--ro-bind"
        } else {
            "--bind"
        };
        for (real, inside) in &self.read_only {
            args.add([OsStr::new(bind), real.as_ref(), inside.as_ref()]);
        }
        for (target, link) in &self.links {
            args.add([OsStr::new("--symlink"), target.as_ref(), link.as_ref()]);
        }
        for (real, inside) in &self.writable {
            args.add([OsStr::new("--bind"), real.as_ref(), inside.as_ref()]);
        }
        args.add(["--proc", "/proc", "--dev", "/dev"]);
        args.sized(SHARED, "/dev/shm", protections);
        if protections.files {
            args.add(["--remount-ro", "/dev"]);
        }
        args.sized(self.temporary, "/tmp", protections);
        if protections.files {
            args.add(["--remount-ro", "/"]);
        }
        args.add(["--chdir", "/tmp"]);
        args.0
    }
}

#[derive(Default)]
struct Arguments(Vec<OsString>);

impl Arguments {
    fn add<S: AsRef<OsStr>>(&mut self, words: impl IntoIterator<Item = S>) {
        self.0
            .extend(words.into_iter().map(|word| word.as_ref().to_owned()));
    }

    fn sized(&mut self, bytes: u64, place: &str, protections: Protections) {
        let bytes = if protections.temporary_size {
            bytes
        } else {
            UNBOUNDED
        };
        self.add(["--size", &bytes.to_string(), "--tmpfs", place]);
    }
}
