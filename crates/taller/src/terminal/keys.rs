//! Teclas sueltas, sin esperar a la tecla Intro.
//!
//! La terminal vuelve a su sitio al soltar el [`Keyboard`], se termine como se
//! termine. Solo se le quitan dos cosas, el eco y la espera a la línea: Ctrl-C y
//! Ctrl-Z siguen siendo lo que son.

use std::io::{IsTerminal, Stdin, stdin};
use std::os::fd::AsFd;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use nix::unistd::read;

const ESCAPE: u8 = 0x1b;

/// El teclado de la terminal, tecla a tecla.
pub struct Keyboard {
    input: Stdin,
    original: Termios,
}

/// Lo que se ha pulsado.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Una letra, siempre minúscula; Intro es `'\n'`.
    Letter(char),
    /// Ya no hay teclado.
    Gone,
}

impl Keyboard {
    /// El de la entrada estándar, si es una terminal.
    ///
    /// # Errores
    /// Si la terminal no se deja cambiar.
    pub fn open() -> Result<Option<Self>> {
        let input = stdin();
        if !input.is_terminal() {
            return Ok(None);
        }
        let original = tcgetattr(&input).context("no se puede preguntar a la terminal")?;
        let keyboard = Self { input, original };
        keyboard.take()?;
        Ok(Some(keyboard))
    }

    /// Vuelve a pedir las teclas sueltas: tras un Ctrl-Z, la consola las quita.
    ///
    /// # Errores
    /// Si la terminal no se deja cambiar.
    pub fn take(&self) -> Result<()> {
        let mut wanted = self.original.clone();
        wanted
            .local_flags
            .remove(LocalFlags::ICANON | LocalFlags::ECHO);
        tcsetattr(&self.input, SetArg::TCSANOW, &wanted).context("no se puede cambiar la terminal")
    }

    /// La tecla que se pulse antes de que pase `patience`. Una señal también acaba
    /// la espera.
    pub fn wait(&self, patience: Duration) -> Option<Key> {
        let mut watched = [PollFd::new(self.input.as_fd(), PollFlags::POLLIN)];
        let timeout = PollTimeout::try_from(patience).unwrap_or(PollTimeout::ZERO);
        if poll(&mut watched, timeout).unwrap_or(0) == 0 {
            return None;
        }
        let mut bytes = [0; 64];
        match read(&self.input, &mut bytes) {
            Ok(0) => Some(Key::Gone),
            Ok(count) => letter(&bytes[..count]).map(Key::Letter),
            Err(nix::errno::Errno::EINTR | nix::errno::Errno::EAGAIN) => None,
            Err(_) => Some(Key::Gone),
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.input, SetArg::TCSANOW, &self.original);
    }
}

/// La letra de lo leído. Una flecha o una tecla de función llega como un escape y
/// varias letras más: no es ninguna de ellas.
fn letter(bytes: &[u8]) -> Option<char> {
    match bytes {
        [] | [ESCAPE, ..] => None,
        [.., last] => Some(char::from(last.to_ascii_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn una_flecha_no_es_una_letra() {
        assert_eq!(letter(b"P"), Some('p'));
        assert_eq!(letter(b"\x1b[A"), None);
        assert_eq!(letter(b"\x1bOP"), None);
    }
}
