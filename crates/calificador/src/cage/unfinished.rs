//! Cajas que se quedaron a medio hacer: si a quien califica lo matan de golpe justo
//! entonces, la parte de `bwrap` que ya está dentro espera para siempre a la de fuera. Todavía
//! no había pedido morir con ella.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::living::{kill, pidfd};

/// Termina las cajas a medio hacer con cosas de `folder`, que era de uno que ya no vive.
///
/// Se reconocen por su orden: es `bwrap`, y mete algo de esa carpeta. Nadie más tiene ese
/// nombre, que se sorteó al crearla.
pub fn demolish(folder: &Path) {
    let Some(name) = folder.file_name() else {
        return;
    };
    let numbers = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    for pid in numbers {
        // Primero se le toma, y después se mira quién es: el número no puede pasar a otro.
        if let Ok(process) = pidfd(pid)
            && is_building_with(pid, name)
        {
            kill(&process);
        }
    }
}

fn is_building_with(pid: i32, folder: &OsStr) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let mut words = line.split(|&byte| byte == 0);
    let program = words.next().map(|word| Path::new(OsStr::from_bytes(word)));
    program.and_then(Path::file_name) == Some(OsStr::new("bwrap"))
        && words.any(|word| {
            let mut parts = Path::new(OsStr::from_bytes(word)).iter();
            parts.any(|part| part == folder)
        })
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command, Stdio};

    use super::*;

    /// Alguien que espera, con este nombre y algo de esta carpeta en su orden.
    fn waiting(name: &str, folder: &Path) -> Child {
        Command::new("sh")
            .arg0(name)
            .args(["-c", "read line", "--ro-bind"])
            .arg(folder.join("entrega"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap()
    }

    #[test]
    fn the_cage_of_the_dead_is_demolished_and_nobody_else_is_touched() {
        let (dead, living) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut unfinished = waiting("/usr/bin/bwrap", dead.path());
        let mut reader = waiting("less", dead.path());
        let mut other = waiting("bwrap", living.path());

        demolish(dead.path());

        assert!(!unfinished.wait().unwrap().success());
        for child in [&mut reader, &mut other] {
            // Cerrarle la entrada lo termina, si nadie lo ha terminado antes.
            drop(child.stdin.take());
            assert_eq!(child.wait().unwrap().code(), Some(1));
        }
    }
}
