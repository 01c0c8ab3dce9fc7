//! Pasar bytes por una tubería en nombre del proceso. Quien explora tiene una copia
//! del mismo extremo: leer o escribir en él, y dar el resultado al proceso, es lo
//! mismo que dejarle hacer la llamada, y ahorra pararlo a la salida.

use std::os::fd::OwnedFd;

use super::descriptors::writable;
use super::op::Op;
use super::{LaneId, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::number::low_i32;
use crate::sys;

/// Lo que una tubería con sitio acepta siempre de una vez (`PIPE_BUF`, pipe(7)).
const AT_ONCE: u64 = 4096;

impl World<'_> {
    /// Lee o escribe por el proceso en la tubería `fd`. Falso si no es lo corriente:
    /// lo hará el núcleo.
    pub(super) fn pass_through_pipe(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        fd: &OwnedFd,
    ) -> Result<bool, Error> {
        let [number, buffer, length, ..] = op.regs.args();
        let identity = self.lanes[id].identity(low_i32(number));
        let pipe = identity.is_ok_and(|(_, _, mode)| mode & libc::S_IFMT == libc::S_IFIFO);
        if !pipe || !(1..=AT_ONCE).contains(&length) {
            return Ok(false);
        }
        let bytes = match spec.name {
            "read" => self.read_for(id, fd, buffer, length),
            "write" => self.write_for(id, fd, buffer, length),
            _ => None,
        };
        let Some(bytes) = bytes else {
            return Ok(false);
        };
        let result = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        self.tracee(id).answer_call(&op.regs, result);
        self.note_transfer(id, spec, op, result, bytes);
        self.run_to_next(id)?;
        Ok(true)
    }

    /// Lo leído, ya en la memoria del proceso. `None`, sin haber leído nada, si no se
    /// sabe que vaya a salir bien.
    fn read_for(&self, id: LaneId, fd: &OwnedFd, buffer: u64, length: u64) -> Option<Vec<u8>> {
        let ready = sys::readiness(fd, libc::POLLIN);
        let readable = ready & (libc::POLLIN | libc::POLLHUP) != 0;
        if !readable || ready & (libc::POLLERR | libc::POLLNVAL) != 0 {
            return None;
        }
        let tracee = self.tracee(id);
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        // Dejar lo que hay es la forma de saber que ahí se puede escribir: después ya
        // no se le puede devolver a la tubería lo leído.
        if !tracee.peek(buffer, &mut bytes) || !tracee.poke(buffer, &bytes) {
            return None;
        }
        let got = nix::unistd::read(fd, &mut bytes).ok()?;
        bytes.truncate(got);
        tracee.poke(buffer, &bytes);
        Some(bytes)
    }

    /// Lo escrito, que es todo. `None`, sin haber escrito nada, si no se sabe que vaya a
    /// salir bien: sin nadie que lea, por ejemplo, es una señal.
    fn write_for(&self, id: LaneId, fd: &OwnedFd, buffer: u64, length: u64) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        let ready = sys::readiness(fd, libc::POLLOUT) == libc::POLLOUT;
        if !ready || !writable(fd) || !self.tracee(id).peek(buffer, &mut bytes) {
            return None;
        }
        let put = nix::unistd::write(fd, &bytes).ok()?;
        bytes.truncate(put);
        Some(bytes)
    }
}
