//! La memoria con nombre, solo del programa.
//!
//! Lo que un programa crea con `shm_open`, con `shmget` o con una cola de mensajes no
//! desaparece con él: si no lo borra, ahí se queda, ocupando memoria, hasta que se apaga
//! la máquina. Así que cada programa tiene los suyos en espacios de nombres aparte
//! (namespaces(7)), que el núcleo vacía cuando termina su último proceso.
//!
//! Sin permiso para crearlos (hay distribuciones y contenedores que no lo dan a quien no
//! es root) el programa corre igual, con los de todos. No se puede hacer otra cosa: por el
//! nombre no se sabe de quién es lo que aparece en `/dev/shm`.

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use nix::errno::Errno;
use nix::libc::{self, c_ulong};

/// Lo que cabe en el `/dev/shm` de un programa: el curso usa unas pocas páginas.
const SHARED_MEMORY: &CStr = c"size=64m,mode=1777";

/// Un uid o un gid, el mismo dentro que fuera, como lo pide user_namespaces(7).
#[derive(Debug, Clone, Copy)]
struct Same {
    text: [u8; 32],
    length: usize,
}

impl Same {
    fn new(id: u32) -> Self {
        let line = format!("{id} {id} 1\n");
        let mut text = [0; 32];
        text[..line.len()].copy_from_slice(line.as_bytes());
        Self {
            text,
            length: line.len(),
        }
    }

    fn bytes(&self) -> &[u8] {
        &self.text[..self.length]
    }
}

/// Cómo conseguirlos: siendo root, sin más; si no, en un espacio de usuarios propio.
#[derive(Debug, Clone, Copy)]
pub struct Privacy {
    user: Option<(Same, Same)>,
}

impl Privacy {
    /// La de quien llama.
    pub fn ours() -> Self {
        // SEGURIDAD: geteuid y getegid no tocan memoria ni pueden fallar.
        let (user, group) = unsafe { (libc::geteuid(), libc::getegid()) };
        Self {
            user: (user != 0).then(|| (Same::new(user), Same::new(group))),
        }
    }

    /// El proceso que llama, que a continuación hará `execve`, pasa a tenerlos. Si no se
    /// puede, se queda como estaba.
    pub fn claim(&self) {
        let spaces = libc::CLONE_NEWNS | libc::CLONE_NEWIPC;
        let spaces = spaces | self.user.map_or(0, |_| libc::CLONE_NEWUSER);
        // SEGURIDAD: unshare no toca memoria; en este proceso no hay más hilos.
        if unsafe { libc::unshare(spaces) } == -1 {
            return;
        }
        if let Some((user, group)) = &self.user {
            // Sin esto el programa no sabría quién es; si falla, se ve como «nadie».
            let _ = write(c"/proc/self/setgroups", b"deny");
            let _ = write(c"/proc/self/gid_map", group.bytes());
            let _ = write(c"/proc/self/uid_map", user.bytes());
        }
        let _ = own_shared_memory();
    }
}

/// Un `/dev/shm` vacío. Solo se monta si lo que se monte no llega a los demás.
fn own_shared_memory() -> nix::Result<()> {
    let apart = libc::MS_REC | libc::MS_PRIVATE;
    mount(c"none", c"/", None, apart, None)?;
    let flags = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    mount(
        c"tmpfs",
        c"/dev/shm",
        Some(c"tmpfs"),
        flags,
        Some(SHARED_MEMORY),
    )
}

fn mount(
    source: &CStr,
    place: &CStr,
    kind: Option<&CStr>,
    flags: c_ulong,
    options: Option<&CStr>,
) -> nix::Result<()> {
    let pointer = |text: Option<&CStr>| text.map_or(std::ptr::null(), CStr::as_ptr);
    // SEGURIDAD: mount solo lee esos textos, que acaban en cero y viven hasta que vuelve.
    Errno::result(unsafe {
        libc::mount(
            source.as_ptr(),
            place.as_ptr(),
            pointer(kind),
            flags,
            pointer(options).cast(),
        )
    })
    .map(drop)
}

/// Escribe de una vez, sin reservar memoria.
fn write(path: &CStr, bytes: &[u8]) -> io::Result<()> {
    // SEGURIDAD: open solo lee la ruta, que acaba en cero.
    let fd = Errno::result(unsafe { libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC) })?;
    // SEGURIDAD: acaba de abrirse y no lo tiene nadie más.
    let file = unsafe { OwnedFd::from_raw_fd(fd) };
    // SEGURIDAD: write solo lee los bytes, que viven hasta que vuelve.
    Errno::result(unsafe { libc::write(file.as_raw_fd(), bytes.as_ptr().cast(), bytes.len()) })?;
    Ok(())
}
