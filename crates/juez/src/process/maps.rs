//! Las proyecciones de memoria de un proceso, leídas de `/proc/PID/maps`
//! (proc_pid_maps(5)).

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use nix::unistd::Pid;

/// Una línea de `/proc/PID/maps`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "son los cuatro permisos que da el núcleo, uno por letra"
)]
pub struct Mapping {
    /// Direcciones que ocupa.
    pub range: Range<u64>,
    /// Se puede leer.
    pub readable: bool,
    /// Se puede escribir.
    pub writable: bool,
    /// Se puede ejecutar.
    pub executable: bool,
    /// Es compartida (`MAP_SHARED`).
    pub shared: bool,
    /// Lo que hay detrás: un archivo, `[heap]`, `/dev/zero (deleted)`… o nada.
    pub backing: String,
}

impl Mapping {
    /// Bytes que ocupa (páginas enteras).
    pub fn len(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// Si no ocupa nada; el núcleo no hace proyecciones así.
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Si es memoria compartida y anónima: el núcleo la llama `/dev/zero (deleted)`.
    pub fn is_shared_anonymous(&self) -> bool {
        self.shared && self.backing.starts_with("/dev/zero")
    }

    /// Los permisos, como los escribe el núcleo: `rw-s`.
    pub fn permissions(&self) -> String {
        let flag = |on, letter| if on { letter } else { '-' };
        let sharing = if self.shared { 's' } else { 'p' };
        [
            flag(self.readable, 'r'),
            flag(self.writable, 'w'),
            flag(self.executable, 'x'),
            sharing,
        ]
        .iter()
        .collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split_whitespace();
        let (start, end) = fields.next()?.split_once('-')?;
        let permissions = fields.next()?.as_bytes();
        let backing = fields.skip(3).collect::<Vec<_>>().join(" ");
        Some(Self {
            range: u64::from_str_radix(start, 16).ok()?..u64::from_str_radix(end, 16).ok()?,
            readable: permissions.first() == Some(&b'r'),
            writable: permissions.get(1) == Some(&b'w'),
            executable: permissions.get(2) == Some(&b'x'),
            shared: permissions.get(3) == Some(&b's'),
            backing,
        })
    }
}

/// Las proyecciones del proceso `pid`, por orden de dirección.
///
/// # Errores
/// Los de leer `/proc/PID/maps`: el proceso ya no existe, o no es nuestro.
pub fn read(pid: Pid) -> io::Result<Vec<Mapping>> {
    let text = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    Ok(text.lines().filter_map(Mapping::parse).collect())
}

/// Los bytes que tiene el proceso `pid` en `range`.
///
/// # Errores
/// Los de leer `/proc/PID/mem`.
pub fn read_memory(pid: Pid, range: Range<u64>) -> io::Result<Vec<u8>> {
    let len = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
    let mut bytes = vec![0; len];
    File::open(format!("/proc/{pid}/mem"))?.read_exact_at(&mut bytes, range.start)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_anonymous_line_is_recognised() {
        let line = "7f10a0000000-7f10a0002000 rw-s 00000000 00:01 2048      /dev/zero (deleted)";

        let mapping = Mapping::parse(line).unwrap();

        assert!(mapping.is_shared_anonymous());
        assert_eq!(
            (mapping.len(), mapping.permissions().as_str()),
            (8192, "rw-s")
        );
    }

    #[test]
    fn the_heap_is_private() {
        let line = "55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0                  [heap]";

        let mapping = Mapping::parse(line).unwrap();

        assert!(!mapping.is_shared_anonymous());
        assert_eq!(
            (mapping.backing.as_str(), mapping.permissions().as_str()),
            ("[heap]", "rw-p")
        );
    }
}
