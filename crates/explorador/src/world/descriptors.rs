//! Descriptores: leer, escribir, crear, cerrar y qué objeto hay detrás.

use std::os::fd::OwnedFd;

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::footprint::Footprint;
use super::op::Op;
use super::{LaneId, World};
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::event::Effect;
use crate::number::{bits, low_i32};
use crate::sys;

/// Lo que se deja escribir de una vez en las salidas: cabe en su tubería.
const OUTPUT_CHUNK: u64 = 1 << 16;

impl World<'_> {
    /// ¿Es una de las salidas que recoge el explorador?
    fn is_output(&self, id: LaneId, fd: i32) -> bool {
        let identity = self.lanes[id].identity(fd);
        identity.is_ok_and(|(dev, ino, _)| self.setup.outputs.contains(&Some((dev, ino))))
    }

    /// ¿Puede hacerse ya esta lectura o escritura sin esperar?
    pub(super) fn transfer_is_ready(&self, id: LaneId, spec: &Spec, op: &Op) -> bool {
        // Se pregunta muchas veces, y pocas ha cambiado algo.
        let moment = self.file_moment(id, op);
        if let Some((known, ready)) = op.ready.get()
            && known == moment
        {
            return ready;
        }
        let ready = self.can_transfer(id, spec, op);
        op.ready.set(Some((moment, ready)));
        ready
    }

    /// Es una salida de las que recoge el explorador y está abierta para escribir.
    fn can_print(&self, id: LaneId, fd: i32) -> bool {
        if !self.is_output(id, fd) {
            return false;
        }
        let mut known = self.lanes[id].prints.borrow_mut();
        let prints = known.contains(&fd);
        if !prints && self.lanes[id].fd(fd).is_ok_and(|ours| writable(&ours)) {
            known.push(fd);
            return true;
        }
        prints
    }

    fn can_transfer(&self, id: LaneId, spec: &Spec, op: &Op) -> bool {
        // En las salidas siempre hay sitio: se vacían tras cada escritura.
        if spec.kind == Kind::Write && self.is_output(id, low_i32(op.regs.args()[0])) {
            return true;
        }
        let Ok(fd) = self.lanes[id].fd(low_i32(op.regs.args()[0])) else {
            return true;
        };
        let (wanted, ends, usable): (_, _, fn(&OwnedFd) -> bool) = match spec.kind {
            Kind::Read => (libc::POLLIN, libc::POLLHUP | libc::POLLERR, readable),
            _ => (libc::POLLOUT, libc::POLLERR | libc::POLLHUP, writable),
        };
        let hurried = matches!(spec.name, "recvfrom" | "sendto")
            && op.regs.args()[3] & bits(libc::MSG_DONTWAIT) != 0;
        hurried
            || sys::readiness(&fd, wanted) & (wanted | ends | libc::POLLNVAL) != 0
            || nonblocking(&fd)
            // Por el extremo equivocado no se espera: se falla en el acto (EBADF).
            || !usable(&fd)
    }

    pub(super) fn do_transfer(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        let fd = low_i32(args[0]);
        let output = self.is_output(id, fd);
        if output && self.print(id, spec, op)? {
            return Ok(());
        }
        if self.reads_random(id, spec, args[0]) {
            // En memoria compartida: si fuera en la propia, ni sería un paso.
            let result = self.draw(id, &op.regs, args[1], args[2]);
            self.tracee(id).answer_call(&op.regs, result);
            return self.finish_transfer(id, spec, op, result);
        }
        let ours = self.lanes[id].fd(fd).ok();
        if let Some(ours) = &ours
            && !output
            && self.pass_through_pipe(id, spec, op, ours)?
        {
            return Ok(());
        }
        let vectored = matches!(spec.name, "readv" | "writev");
        let mut aimed = op.clone();
        if output && !vectored && args[2] > OUTPUT_CHUNK {
            let mut cut = args;
            cut[2] = OUTPUT_CHUNK;
            aimed.regs.set_args(cut);
            self.tracee(id).set_regs(&aimed.regs);
        }
        let large = spec.kind == Kind::Write && !output && self.transfer_size(id, spec, op) > 4096;
        if large && self.is_stream_fd(id, args[0]) && ours.is_some_and(|ours| !nonblocking(&ours)) {
            return self.do_may_block(id, spec, op);
        }
        let Some(result) = self.native(id, &aimed)? else {
            return Ok(());
        };
        if aimed.regs.args() != args {
            self.restore_args(id, op)?;
        }
        if output {
            (self.setup.streams).drain(&mut self.stdout, &mut self.stderr);
        }
        self.finish_transfer(id, spec, op, result)
    }

    /// Recoge lo que el proceso escribe en una de las salidas sin que pase por su
    /// tubería, que nunca se llena. Falso si no es una escritura corriente: la hará
    /// el núcleo.
    fn print(&mut self, id: LaneId, spec: &'static Spec, op: &Op) -> Result<bool, Error> {
        let [number, buffer, length, ..] = op.regs.args();
        let plain = spec.name == "write" && (1..=OUTPUT_CHUNK).contains(&length);
        if !plain || self.touches_guarded(id, op) || !self.can_print(id, low_i32(number)) {
            return Ok(false);
        }
        let size = usize::try_from(length).unwrap_or(0);
        let bytes = self.tracee(id).read(buffer, size).unwrap_or_default();
        if bytes.len() < size {
            return Ok(false);
        }
        self.changed_something(id);
        // Lo que llegó por otros caminos va antes.
        (self.setup.streams).drain(&mut self.stdout, &mut self.stderr);
        let [stdout, _] = self.setup.outputs;
        let (dev, ino, _) = self.lanes[id].identity(low_i32(op.regs.args()[0]))?;
        if stdout == Some((dev, ino)) {
            self.stdout.extend_from_slice(&bytes);
        } else {
            self.stderr.extend_from_slice(&bytes);
        }
        let effect = Effect::Output {
            fd: low_i32(op.regs.args()[0]),
            bytes,
        };
        let result = length.cast_signed();
        self.skip_with(id, spec, op, result, effect)?;
        Ok(true)
    }

    /// Anota lo leído o escrito y deja seguir al proceso, que está saliendo.
    pub(super) fn finish_transfer(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
    ) -> Result<(), Error> {
        let bytes = self.transferred(id, spec, op, result);
        self.note_transfer(id, spec, op, result, bytes);
        self.run_to_next(id)
    }

    /// Anota lo leído o escrito.
    pub(super) fn note_transfer(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
        bytes: Vec<u8>,
    ) {
        let fd = low_i32(op.regs.args()[0]);
        if (spec.kind == Kind::Write && result >= 0) || result > 0 {
            self.changed_something(id);
        } else {
            self.only_looked(id);
        }
        let effect = match spec.kind {
            Kind::Write => Effect::Output { fd, bytes },
            _ => Effect::Input { fd, bytes },
        };
        self.note_call(id, spec, op, result, effect);
    }

    fn transfer_size(&self, id: LaneId, spec: &Spec, op: &Op) -> u64 {
        let args = op.regs.args();
        if matches!(spec.name, "readv" | "writev") {
            return self
                .buffers(id, args[1], args[2])
                .iter()
                .map(|(_, length)| length)
                .sum();
        }
        args[2]
    }

    /// Los bytes que de verdad pasaron.
    fn transferred(&self, id: LaneId, spec: &Spec, op: &Op, result: i64) -> Vec<u8> {
        let args = op.regs.args();
        let mut left = usize::try_from(result).unwrap_or(0);
        let buffers = if matches!(spec.name, "readv" | "writev") {
            self.buffers(id, args[1], args[2])
        } else {
            vec![(args[1], args[2])]
        };
        let mut bytes = Vec::new();
        for (base, length) in buffers {
            let take = left.min(usize::try_from(length).unwrap_or(usize::MAX));
            bytes.extend(self.tracee(id).read(base, take).unwrap_or_default());
            left -= take;
            if left == 0 {
                break;
            }
        }
        bytes
    }

    pub(super) fn do_new_fd(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        if self.opens_fifo(id, spec, op.regs.args()) {
            // Espera a que otro abra el otro extremo.
            return self.do_may_block(id, spec, op);
        }
        match self.native(id, op)? {
            Some(result) => self.finish_new_fd(id, spec, op, result),
            None => Ok(()),
        }
    }

    /// Anota los descriptores que dio una llamada, de la que el proceso está saliendo.
    pub(super) fn finish_new_fd(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
        result: i64,
    ) -> Result<(), Error> {
        self.changed_unless_failed(id, result);
        let args = op.regs.args();
        let pair_at = match spec.name {
            "pipe" | "pipe2" => Some(args[0]),
            "socketpair" => Some(args[3]),
            _ => None,
        };
        let mut fds = Vec::new();
        if result >= 0 {
            self.tally.made_descriptors = true;
            match pair_at {
                Some(at) => {
                    let both = self.tracee(id).read_u64(at)?.to_ne_bytes();
                    let (numbers, _) = both.as_chunks();
                    fds.extend(numbers.iter().map(|&number| i32::from_ne_bytes(number)));
                }
                None => fds.push(i32::try_from(result).unwrap_or(-1)),
            }
        }
        match spec.name {
            "pipe" | "pipe2" => {
                if let [one, other] = fds[..] {
                    self.lanes[id].both_ends(one, other);
                }
                self.ends_opened(id, &fds, [0o400, 0o200]);
            }
            "socketpair" => {
                self.pair_opened(id, &fds);
                self.ends_opened(id, &fds, [0o600; 2]);
            }
            // Los demás no tienen otro extremo, salvo lo abierto por su nombre y lo
            // copiado.
            _ if matches!(spec.kind, Kind::Open | Kind::Dup) => self.descriptors_changed(id),
            _ => self.descriptor_epoch += 1,
        }
        let mut forgotten = Footprint::new();
        for &fd in &fds {
            // Que tenga ya su número: quien lo cierre chocará con quien lo lea.
            self.mark_fd(id, fd.unsigned_abs().into(), &mut forgotten);
        }
        self.note_call(id, spec, op, result, Effect::Descriptors { fds });
        self.run_to_next(id)
    }

    pub(super) fn do_close(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let fd = low_i32(op.regs.args()[0]);
        // Cerrar el extremo de una tubería que se tiene no puede fallar: no hace falta
        // pararse a la salida para saber lo que devuelve.
        let result = if self.surely_holds(id, fd) {
            0
        } else {
            match self.native(id, op)? {
                Some(result) => result,
                None => return Ok(()),
            }
        };
        self.changed_unless_failed(id, result);
        self.end_closed(id, fd);
        self.note_call(id, spec, op, result, Effect::Close { fd });
        self.run_to_next(id)
    }

    pub(super) fn mark_poll(&mut self, id: LaneId, args: [u64; 6], marks: &mut Footprint) {
        for (fd, _) in self.poll_entries(id, args) {
            if fd >= 0 {
                self.mark_fd(id, fd.unsigned_abs().into(), marks);
            }
        }
    }

    pub(super) fn mark_select(&mut self, id: LaneId, args: [u64; 6], marks: &mut Footprint) {
        for (fd, _) in self.select_entries(id, args) {
            self.mark_fd(id, fd.unsigned_abs().into(), marks);
        }
    }

    /// Los descriptores de un `poll` y lo que se mira de cada uno.
    pub(super) fn poll_entries(&self, id: LaneId, args: [u64; 6]) -> Vec<(i32, i16)> {
        let count = usize::try_from(args[1]).unwrap_or(0).min(1024);
        let bytes = self.tracee(id).read(args[0], 8 * count).unwrap_or_default();
        bytes
            .chunks_exact(8)
            .map(|entry| {
                let fd = i32::from_ne_bytes([entry[0], entry[1], entry[2], entry[3]]);
                (fd, i16::from_ne_bytes([entry[4], entry[5]]))
            })
            .collect()
    }

    /// Los descriptores de un `select` y lo que se mira de cada uno.
    pub(super) fn select_entries(&self, id: LaneId, args: [u64; 6]) -> Vec<(i32, i16)> {
        let count = usize::try_from(args[0]).unwrap_or(0).min(1024);
        let mut entries = Vec::new();
        for (set, events) in [
            (args[1], libc::POLLIN),
            (args[2], libc::POLLOUT),
            (args[3], libc::POLLPRI),
        ] {
            if set == 0 {
                continue;
            }
            let bytes = self
                .tracee(id)
                .read(set, count.div_ceil(8))
                .unwrap_or_default();
            for fd in 0..count {
                if bytes
                    .get(fd / 8)
                    .is_some_and(|byte| byte & (1 << (fd % 8)) != 0)
                {
                    entries.push((i32::try_from(fd).unwrap_or(0), events));
                }
            }
        }
        entries
    }
}

fn nonblocking(fd: &OwnedFd) -> bool {
    opened(fd).contains(OFlag::O_NONBLOCK)
}

/// Está abierto para escribir.
pub(crate) fn writable(fd: &OwnedFd) -> bool {
    opened(fd) & OFlag::O_ACCMODE != OFlag::O_RDONLY
}

/// Está abierto para leer.
fn readable(fd: &OwnedFd) -> bool {
    opened(fd) & OFlag::O_ACCMODE != OFlag::O_WRONLY
}

/// Cómo está abierto (`F_GETFL`, fcntl(2)).
fn opened(fd: &OwnedFd) -> OFlag {
    fcntl(fd, FcntlArg::F_GETFL).map_or(OFlag::empty(), OFlag::from_bits_retain)
}

/// Con este modo, es una tubería o un enchufe.
pub(super) fn is_stream(mode: u32) -> bool {
    matches!(mode & libc::S_IFMT, libc::S_IFIFO | libc::S_IFSOCK)
}

/// Con este modo, es un enchufe.
pub(super) fn is_socket(mode: u32) -> bool {
    mode & libc::S_IFMT == libc::S_IFSOCK
}
