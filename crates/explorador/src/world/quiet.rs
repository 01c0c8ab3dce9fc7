//! Llamadas que el filtro para pero que no son un paso: no las nota nadie más.

use super::descriptors::is_stream;
use super::op::Op;
use super::system_files::{copies_program_file, draws_from};
use super::{LaneId, World};
use crate::arch::Regs;
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::event::Effect;
use crate::filter::TELLING_REQUESTS;
use crate::gap::Gap;
use crate::number::{bits, low_i32, low_u32};
use crate::sys::{Resume, Stop};

/// Lo que pide `fcntl` solo trata del propio proceso.
pub(crate) fn fcntl_is_own(command: i32) -> bool {
    matches!(
        command,
        libc::F_DUPFD | libc::F_DUPFD_CLOEXEC | libc::F_GETFD | libc::F_SETFD | libc::F_GETOWN
    )
}

/// En qué argumento dice de quién trata una llamada que podría tratar de otros.
/// `None`: no dice que sea de uno solo.
fn subject(spec: &Spec, args: &[u64; 6]) -> Option<usize> {
    match spec.name {
        "setpriority" | "getpriority" => (low_u32(args[0]) == libc::PRIO_PROCESS).then_some(1),
        // `IOPRIO_WHO_PROCESS`, de `<linux/ioprio.h>`.
        "ioprio_set" | "ioprio_get" => (low_u32(args[0]) == 1).then_some(1),
        "prlimit64" | "migrate_pages" | "move_pages" => Some(0),
        name if name.starts_with("sched_") => Some(0),
        _ => None,
    }
}

impl World<'_> {
    /// Si la llamada no es un paso, la atiende y devuelve la parada siguiente.
    pub(super) fn unobserved_call(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        regs: &Regs,
    ) -> Result<Option<Stop>, Error> {
        let args = regs.args();
        if matches!(spec.kind, Kind::Look | Kind::Open) {
            self.minds_its_own(id, spec, &args)?;
        }
        let pass = match spec.kind {
            Kind::Identity => return self.answer_identity(id, regs).map(Some),
            Kind::Protect | Kind::Unmap | Kind::Remap => {
                let empty = self
                    .space(id)
                    .overlapping(args[0], args[1])
                    .next()
                    .is_none();
                empty && !self.was_shared(id, args[0])
            }
            Kind::Map if self.maps_system_file(id, &args) => true,
            Kind::Map => {
                let apart = self
                    .space(id)
                    .overlapping(args[0], args[1])
                    .next()
                    .is_none();
                let private = args[3] & bits(libc::MAP_SHARED) == 0;
                // De la copia de un archivo no se ve cuándo se lee cada página: si otro
                // escribe en él mientras tanto, faltan finales.
                if private && copies_program_file(self.tracee(id), &args) {
                    self.gaps.insert(Gap::PrivateCopy);
                }
                private && apart
            }
            Kind::FileLock if spec.name == "fcntl" => fcntl_is_own(low_i32(args[1])),
            Kind::Foreign => return self.about_itself(id, spec, regs),
            Kind::Prctl => !matches!(
                low_i32(args[0]),
                libc::PR_SET_PDEATHSIG | libc::PR_SET_CHILD_SUBREAPER
            ),
            Kind::Random if self.space(id).find(args[0]).is_none() => {
                let result = self.draw(id, regs, args[0], args[1]);
                self.tracee(id).answer_call(regs, result);
                true
            }
            Kind::Ioctl => !TELLING_REQUESTS.contains(&low_u32(args[1])),
            Kind::Look => self.looks_at_system(id, spec, &args),
            Kind::Seek => self.never_changes(id, args[0]),
            Kind::SigAction
                if self.passes_unwatched(id, spec) || !self.changes_action(id, regs) =>
            {
                self.remember_action(id, regs);
                true
            }
            // A quien está solo nadie le manda señales, si no las atiende.
            Kind::SigMask => {
                let deaf = !self.lanes[id].dispositions.catches_any();
                self.passes_unwatched(id, spec)
                    || (deaf && (self.alone(id) || !self.changes_mask(id, args)))
            }
            Kind::SigReturn => self.alone(id) && self.lanes[id].timer.is_none(),
            // Solo pide que se cierren al cambiar de programa.
            Kind::CloseRange => args[2] & u64::from(libc::CLOSE_RANGE_CLOEXEC) != 0,
            Kind::Socket => low_i32(args[0]) == libc::AF_UNIX,
            Kind::Open => {
                let opens = self.opens_system_file(id, spec, &args);
                self.lanes[id].opened_system_file |= opens;
                opens
            }
            Kind::Read if args[0] > 2 => match self.system_path(id, args[0]) {
                Some(path) if draws_from(&path, spec) => {
                    if self.space(id).find(args[1]).is_some() {
                        return Ok(None);
                    }
                    let result = self.draw(id, regs, args[1], args[2]);
                    self.tracee(id).answer_call(regs, result);
                    true
                }
                found => found.is_some() && !self.shares_place(id, args[0]),
            },
            Kind::Close => args[0] > 2 && self.is_system_file(id, args[0]),
            Kind::Futex => self.wakes_only_itself(id, args),
            Kind::Pointer => !args
                .iter()
                .any(|&value| self.space(id).find(value).is_some()),
            _ => false,
        };
        if !pass {
            return Ok(None);
        }
        if spec.kind == Kind::Socket {
            self.tally.made_descriptors = true;
        }
        match spec.name {
            "close" => self.end_closed(id, low_i32(args[0])),
            // Puede copiar un descriptor (`F_DUPFD`) o decir que se cierre en `exec`.
            "fcntl" | "close_range" | "socket" => self.descriptors_changed(id),
            _ => {}
        }
        Ok(Some(self.tracee(id).run(Resume::Free, 0)?))
    }

    /// Si la llamada podría tratar de otros pero trata de quien la hace, se la deja hacer.
    fn about_itself(
        &mut self,
        id: LaneId,
        spec: &Spec,
        regs: &Regs,
    ) -> Result<Option<Stop>, Error> {
        let args = regs.args();
        let Some(place) = subject(spec, &args) else {
            return Ok(None);
        };
        let who = low_i32(args[place]);
        if who == self.lanes[id].vpid {
            // El núcleo no lo conoce por ese PID, pero «0» es siempre uno mismo.
            let mut aimed = *regs;
            let mut own = args;
            own[place] = 0;
            aimed.set_args(own);
            self.tracee(id).set_regs(&aimed);
            let stop = self.tracee(id).finish_call()?;
            if stop != Stop::CallExit {
                return Ok(Some(stop));
            }
            let mut after = self.tracee(id).regs()?;
            after.set_args(args);
            self.tracee(id).set_regs(&after);
        } else if who != 0 {
            return Ok(None);
        }
        Ok(Some(self.tracee(id).run(Resume::Free, 0)?))
    }

    /// No hace falta ni contarla: nadie la nota y no es de las que van a fallar.
    fn passes_unwatched(&self, id: LaneId, spec: &Spec) -> bool {
        self.unwatched(id) && self.fault_on(spec).is_none()
    }

    /// Es una tubería o un enchufe.
    pub(super) fn is_stream_fd(&self, id: LaneId, fd: u64) -> bool {
        let identity = self.lanes[id].identity(low_i32(fd));
        identity.is_ok_and(|(_, _, mode)| is_stream(mode))
    }

    /// Lo que se puede preguntar de este descriptor, o mover en él, es siempre igual.
    pub(super) fn never_changes(&self, id: LaneId, fd: u64) -> bool {
        self.is_stream_fd(id, fd) || self.is_system_file(id, fd)
    }

    /// Da al proceso, a la entrada de la llamada, los números al azar que pide.
    /// Devuelve lo que devolvería la llamada.
    pub(super) fn draw(&mut self, id: LaneId, entry: &Regs, address: u64, length: u64) -> i64 {
        let draw = self.lanes[id].draws;
        self.lanes[id].draws += 1;
        let bytes = super::random::bytes(self.lanes[id].vpid, draw, length);
        let given = bytes.is_empty()
            || self
                .write_for_kernel(id, Some(entry), address, &bytes)
                .is_ok();
        if given {
            i64::try_from(bytes.len()).unwrap_or(i64::MAX)
        } else {
            i64::from(-libc::EFAULT)
        }
    }

    fn was_shared(&self, id: LaneId, address: u64) -> bool {
        self.space(id).formerly(address).is_some()
    }

    /// Responde a `getpid` y compañía con el PID que conoce el programa.
    fn answer_identity(&mut self, id: LaneId, regs: &Regs) -> Result<Stop, Error> {
        let vpid = i64::from(self.lanes[id].vpid);
        self.tracee(id).answer_call(regs, vpid);
        Ok(self.tracee(id).run(Resume::Free, 0)?)
    }

    /// Lo que podría tocar a procesos ajenos, o esconderse del explorador, se
    /// impide.
    pub(super) fn do_foreign(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        if spec.args.first() == Some(&"which") && subject(spec, &op.regs.args()).is_none() {
            // De un grupo, o de todos los de un usuario: los demás lo notarían.
            return Err(super::actions::unmodelled(spec));
        }
        self.only_looked(id);
        let errno = match spec.name {
            // Quien no las tiene sabe seguir sin ellas.
            "pidfd_open" | "io_uring_setup" | "userfaultfd" | "seccomp" => libc::ENOSYS,
            _ => libc::EPERM,
        };
        self.skip_with(id, spec, op, i64::from(-errno), Effect::None)
    }
}
