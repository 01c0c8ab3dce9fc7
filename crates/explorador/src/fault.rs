//! Fallos que el explorador provoca a propósito: «que la segunda `fork` no
//! pueda», «que `waitpid` sea interrumpida», «que `read` devuelva un solo byte».

use std::fmt;
use std::str::FromStr;

use crate::errno::{errno_from_name, errno_name};

/// Un fallo provocado: a la `nth`-ésima llamada `call` de todo el árbol de
/// procesos (contando desde 1, en el orden en que se ejecutan) le ocurre
/// `action` en vez de lo normal.
///
/// Se escribe `LLAMADA:N:ERRNO` (`fork:2:EAGAIN`, `waitpid:1:EINTR`) o, para
/// una lectura o escritura parcial, `LLAMADA:N:corta` (un solo byte) y
/// `LLAMADA:N:corta=BYTES`.
///
/// Los nombres son los de la biblioteca de C: `fork` cuenta también `vfork` y
/// `clone`, `waitpid` cuenta también `wait4` y `waitid`. De `mmap` y `munmap`
/// solo se cuentan las que tratan de memoria compartida: las demás las hace la
/// biblioteca de C para sí misma.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Qué llamada, con su nombre de la biblioteca de C.
    pub call: String,
    /// Cuál de ellas, contando desde 1.
    pub nth: usize,
    /// Qué le ocurre.
    pub action: FaultAction,
}

/// Qué le ocurre a la llamada señalada.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultAction {
    /// No se hace y devuelve este error (`errno`).
    Errno(i32),
    /// Se hace, pero con este número de bytes como mucho.
    Short(usize),
}

/// Las llamadas que se pueden hacer fallar.
const CALLS: &[&str] = &[
    "mmap",
    "munmap",
    "mremap",
    "mprotect",
    "fork",
    "waitpid",
    "read",
    "write",
    "close",
    "pipe",
    "dup",
    "open",
    "eventfd",
    "memfd_create",
    "ftruncate",
    "futex",
    "kill",
    "execve",
    "nanosleep",
    "sigaction",
    "sigprocmask",
    "pause",
    "poll",
    "unlink",
];

impl Fault {
    /// La llamada `call` número `nth` devuelve el error `errno`.
    pub fn errno(call: &str, nth: usize, errno: i32) -> Self {
        Self {
            call: canonical(call).to_string(),
            nth,
            action: FaultAction::Errno(errno),
        }
    }

    /// La llamada `call` número `nth` (`read` o `write`) trata `bytes` como mucho.
    pub fn short(call: &str, nth: usize, bytes: usize) -> Self {
        Self {
            call: canonical(call).to_string(),
            nth,
            action: FaultAction::Short(bytes),
        }
    }
}

/// Reduce los nombres del núcleo y de las variantes al que se cuenta.
pub(crate) fn canonical(call: &str) -> &str {
    match call {
        "vfork" | "clone" | "clone3" => "fork",
        "wait" | "wait4" | "waitid" => "waitpid",
        "pipe2" => "pipe",
        "openat" | "shm_open" => "open",
        "eventfd2" => "eventfd",
        "readv" | "pread64" | "preadv" => "read",
        "writev" | "pwrite64" | "pwritev" => "write",
        "dup2" | "dup3" => "dup",
        "execveat" => "execve",
        "clock_nanosleep" | "sleep" | "usleep" => "nanosleep",
        "rt_sigaction" => "sigaction",
        "rt_sigprocmask" => "sigprocmask",
        "rt_sigsuspend" => "pause",
        "tgkill" | "tkill" => "kill",
        "ppoll" | "select" | "pselect6" => "poll",
        "unlinkat" | "shm_unlink" => "unlink",
        other => other,
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.call, self.nth)?;
        match self.action {
            FaultAction::Errno(errno) => f.write_str(&errno_name(errno)),
            FaultAction::Short(1) => f.write_str("corta"),
            FaultAction::Short(bytes) => write!(f, "corta={bytes}"),
        }
    }
}

/// Por qué un texto no describe un fallo. Su texto está escrito para quien lo
/// tecleó.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseFaultError(String);

impl fmt::Display for ParseFaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseFaultError {}

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        let (Some(call), Some(nth), Some(action), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ParseFaultError(format!(
                "«{text}» no tiene la forma LLAMADA:N:ERRNO; por ejemplo, fork:1:EAGAIN"
            )));
        };
        let call = canonical(call);
        if !CALLS.contains(&call) {
            return Err(ParseFaultError(format!(
                "no sé hacer fallar «{call}»; puedo con: {}",
                CALLS.join(", ")
            )));
        }
        let nth = nth.parse().ok().filter(|&n| n > 0).ok_or_else(|| {
            ParseFaultError(format!(
                "«{nth}» no dice cuál de las llamadas: se esperaba 1, 2, 3…"
            ))
        })?;
        Ok(Self {
            call: call.to_string(),
            nth,
            action: parse_action(call, action)?,
        })
    }
}

fn parse_action(call: &str, text: &str) -> Result<FaultAction, ParseFaultError> {
    if let Some(rest) = text.strip_prefix("corta") {
        if !matches!(call, "read" | "write") {
            return Err(ParseFaultError(format!(
                "solo read y write pueden ser cortas, no «{call}»"
            )));
        }
        let bytes = match rest.strip_prefix('=') {
            Some(number) => number.parse().ok().filter(|&n| n > 0),
            None if rest.is_empty() => Some(1),
            None => None,
        };
        return bytes.map(FaultAction::Short).ok_or_else(|| {
            ParseFaultError(format!(
                "«{text}» no se entiende: se esperaba corta o corta=N"
            ))
        });
    }
    errno_from_name(text)
        .map(FaultAction::Errno)
        .ok_or_else(|| {
            ParseFaultError(format!(
                "«{text}» no es un error del sistema (ver errno(3))"
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_se_escribe_se_vuelve_a_leer() {
        for text in [
            "fork:1:EAGAIN",
            "mmap:3:ENOMEM",
            "read:2:corta",
            "write:1:corta=7",
        ] {
            let fault: Fault = text.parse().expect("fallo válido");
            assert_eq!(fault.to_string(), text);
        }
        assert_eq!("clone:1:EAGAIN".parse::<Fault>().unwrap().call, "fork");
    }

    #[test]
    fn lo_que_no_se_entiende_se_explica() {
        for text in [
            "",
            "fork",
            "fork:0:EAGAIN",
            "fork:1:ENADA",
            "hola:1:EIO",
            "fork:1:corta",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
