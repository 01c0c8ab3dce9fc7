//! Lo que un proceso está a punto de hacer, y qué tocará al hacerlo.

use std::cell::Cell;

use super::descriptors::is_socket;
use super::footprint::{Footprint, Mark, Object, changes, looks};
use super::stir::FileMoment;
use super::{LaneId, World};
use crate::arch::{Operand, Regs, Touch, operand};
use crate::calls::{Kind, Spec};
use crate::error::Error;
use crate::number::{bits, low_i32};

/// Una operación por hacer.
#[derive(Debug, Clone)]
pub(crate) struct Op {
    pub what: What,
    /// Los registros en la parada.
    pub regs: Regs,
    /// Lo que toca que se sabe ya en la parada.
    pub marks: Footprint,
    /// Si es leer o escribir: en qué momento se miró si se podía, y si se podía.
    pub ready: Cell<Option<(FileMoment, bool)>>,
}

impl Op {
    /// Dónde se hace: la instrucción y, si es una llamada, cuál, que muchas pueden
    /// salir de la misma.
    pub fn place(&self) -> u64 {
        let instruction = self.regs.instruction();
        match &self.what {
            What::Call(spec) => instruction ^ (spec.number.cast_unsigned() << 48),
            What::Access(_) | What::Signal(_) | What::Resume | What::Busy => instruction,
        }
    }

    /// Si no hay nadie más, no la nota nadie.
    pub fn is_private_if_alone(&self) -> bool {
        match &self.what {
            What::Access(_) | What::Resume => true,
            What::Call(spec) => matches!(spec.kind, Kind::SigAction | Kind::SigMask | Kind::Family),
            What::Signal(_) | What::Busy => false,
        }
    }

    /// Es seguir después de otra.
    pub fn is_resume(&self) -> bool {
        matches!(self.what, What::Resume)
    }
}

/// De qué tipo es.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Una llamada al sistema, en su entrada.
    Call(&'static Spec),
    /// Un acceso a memoria compartida, antes de la instrucción.
    Access(Access),
    /// Una señal que va a matarlo.
    Signal(i32),
    /// Seguir, después de una operación: puede llegarle antes una señal.
    Resume,
    /// Nada que se vea: calcula sin parar, y solo una señal lo sacaría de ahí.
    Busy,
}

/// Un acceso a memoria compartida.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub region: usize,
    pub offset: u64,
    pub address: u64,
    pub size: u64,
    pub touch: Touch,
    /// Los bytes de la instrucción.
    pub code: Vec<u8>,
    /// La primera mitad (leer) de una instrucción que lee y escribe sin
    /// `lock`: ya se leyó esto.
    pub already_read: Option<Vec<u8>>,
}

impl std::fmt::Debug for Regs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Regs({:#x})", self.instruction())
    }
}

impl Access {
    pub(super) fn mark(&self) -> Mark {
        let object = Object::Memory {
            region: self.region,
            start: self.offset,
            end: self.offset + self.size,
        };
        match (self.touch, &self.already_read) {
            (Touch::Read, _) | (Touch::ReadThenWrite, None) => looks(object),
            _ => changes(object),
        }
    }
}

/// El kernel no mira más allá de esto en una lista de tampones.
const MAX_BUFFERS: u64 = 1024;

impl World<'_> {
    /// La operación de un proceso parado por tocar `address`, que está en una
    /// región vigilada.
    pub(super) fn access_op(&self, id: LaneId, regs: Regs, address: u64) -> Result<Op, Error> {
        let code = self.tracee(id).instruction(&regs)?;
        let destination = regs.0.rdi == address;
        let Operand {
            touch,
            size,
            string,
        } = operand(&code, destination);
        let mapping = self.space(id).find(address);
        let (region, offset, room) = mapping.map_or((0, 0, 0), |mapping| {
            let inside = address - mapping.start;
            (
                mapping.region,
                inside + mapping.offset,
                mapping.length - inside,
            )
        });
        let access = Access {
            region,
            offset,
            address,
            size: size.min(room),
            touch,
            code,
            already_read: None,
        };
        let mut marks = vec![access.mark()];
        if string {
            self.mark_other_end(id, &regs, &access, &mut marks);
        }
        Ok(Op {
            what: What::Access(access),
            regs,
            marks,
            ready: Cell::new(None),
        })
    }

    /// `movs` y `cmps` tocan dos sitios: el otro también puede ser compartido.
    fn mark_other_end(&self, id: LaneId, regs: &Regs, access: &Access, marks: &mut Footprint) {
        let (source, destination) = (regs.0.rsi, regs.0.rdi);
        let other = if access.address == destination {
            source
        } else {
            destination
        };
        if let Some((region, start)) = self.space(id).place(other) {
            let end = start + access.size;
            marks.push(changes(Object::Memory { region, start, end }));
        }
    }

    /// La segunda mitad (escribir) de una instrucción que lee y escribe sin
    /// cerrojo de bus.
    pub(super) fn second_half(op: &Op, access: &Access, read: Vec<u8>) -> Op {
        let access = Access {
            already_read: Some(read),
            ..access.clone()
        };
        Op {
            marks: vec![access.mark()],
            what: What::Access(access),
            regs: op.regs,
            ready: Cell::new(None),
        }
    }

    /// La operación de un proceso parado en la entrada de una llamada.
    pub(super) fn call_op(&mut self, id: LaneId, spec: &'static Spec, regs: Regs) -> Op {
        let mut marks = self.pointer_marks(id, spec, &regs);
        let args = regs.args();
        match spec.kind {
            Kind::Read
            | Kind::Write
            | Kind::Truncate
            | Kind::FileLock
            | Kind::Seek
            | Kind::Ioctl
            | Kind::MayBlock => {
                self.mark_fd(id, args[0], &mut marks);
                self.mark_other_fd(id, spec, args, &mut marks);
            }
            Kind::EpollWait => {
                // Depende de los que tenga apuntados, y el orden en que se los cuenta, del
                // orden en que tuvieron algo.
                self.mark_fd(id, args[0], &mut marks);
                marks.extend([looks(Object::AnyFile), changes(Object::ReadyList)]);
            }
            Kind::Look if spec.name == "rt_sigpending" => {
                marks.push(looks(Object::SignalsOf(id)));
            }
            Kind::Look if spec.args[0] == "fd" => self.mark_fd(id, args[0], &mut marks),
            Kind::Look => marks.push(looks(Object::AnyFile)),
            Kind::Dup if spec.args.len() > 1 => self.mark_fd(id, args[1], &mut marks),
            Kind::Poll => self.mark_poll(id, args, &mut marks),
            Kind::Select => self.mark_select(id, args, &mut marks),
            Kind::Open => {
                marks.push(Mark {
                    object: Object::Names,
                    write: Self::creates(spec, args),
                });
                self.mark_named(id, spec, args, &mut marks);
            }
            Kind::Names => {
                marks.push(changes(Object::Names));
                self.mark_named(id, spec, args, &mut marks);
                if spec.args[0] == "sockfd" {
                    self.mark_fd(id, args[0], &mut marks);
                }
            }
            Kind::NewFd => self.epoll_used |= spec.name.starts_with("epoll"),
            Kind::Family => marks.push(self.family_mark(id, spec)),
            Kind::Fork => {
                marks.push(looks(Object::Groups));
                marks.extend(self.mark_attachments());
            }
            Kind::ShmAttach => self.attached = true,
            Kind::Futex => self.mark_futex(id, args, &mut marks),
            Kind::SigAction | Kind::SigMask | Kind::SigSuspend | Kind::Pause | Kind::SigWait => {
                marks.push(looks(Object::SignalsOf(id)));
            }
            _ => {}
        }
        if matches!(spec.name, "connect" | "sendto" | "sendmsg") {
            // Si nombra a su destinatario, tiene que existir.
            marks.push(looks(Object::Names));
        }
        if matches!(spec.name, "shmat" | "shmdt" | "shmctl") {
            marks.push(changes(Object::Attachments));
        }
        marks.extend(self.system_v_mark(spec, args));
        self.remember_undo(id, spec, args);
        Op {
            what: What::Call(spec),
            regs,
            marks,
            ready: Cell::new(None),
        }
    }

    fn creates(spec: &Spec, args: [u64; 6]) -> bool {
        let flags = match spec.name {
            "openat" => args[2],
            "open" => args[1],
            _ => return true,
        };
        flags & bits(libc::O_CREAT | libc::O_TRUNC | libc::O_EXCL) != 0
    }

    /// El segundo descriptor de las llamadas que pasan datos de uno a otro; y los
    /// cerrojos de archivo, que se sueltan sin nombrarlos.
    fn mark_other_fd(&mut self, id: LaneId, spec: &Spec, args: [u64; 6], marks: &mut Footprint) {
        let about_options =
            spec.name == "fcntl" && matches!(low_i32(args[1]), libc::F_GETFL | libc::F_SETFL);
        if spec.kind == Kind::FileLock && !about_options {
            self.locks_used = true;
            marks.push(changes(Object::Locks));
        }
        let other = spec.args.iter().skip(1);
        if let Some(place) = other.clone().position(|name| name.contains("fd")) {
            self.mark_fd(id, args[place + 1], marks);
        }
    }

    /// El objeto que hay detrás de un descriptor, si se puede compartir.
    pub(super) fn mark_fd(&mut self, id: LaneId, fd: u64, marks: &mut Footprint) {
        let fd = low_i32(fd);
        let Ok((dev, ino, mode)) = self.lanes[id].identity(fd) else {
            return;
        };
        let object = self.intern(dev, ino);
        marks.push(changes(self.behind((dev, ino), is_socket(mode), object)));
    }

    /// El objeto del núcleo con esta identidad.
    pub(super) fn intern(&mut self, dev: u64, ino: u64) -> Object {
        let identity = self.canonical((dev, ino));
        let place = self
            .files
            .iter()
            .position(|&known| known == identity)
            .unwrap_or_else(|| {
                self.files.push(identity);
                self.files.len() - 1
            });
        Object::File(place)
    }

    /// Los bytes compartidos que el núcleo tocará por los punteros de la
    /// llamada. De los tampones se sabe el tamaño; de lo demás, se supone hasta
    /// el final de la región.
    fn pointer_marks(&self, id: LaneId, spec: &Spec, regs: &Regs) -> Footprint {
        let mut marks = Footprint::new();
        let args = regs.args();
        let vectored = matches!(spec.name, "readv" | "writev");
        if matches!(
            spec.kind,
            Kind::Unmap
                | Kind::Remap
                | Kind::Protect
                | Kind::Map
                | Kind::ShmDetach
                | Kind::ShmAttach
                | Kind::Futex
        ) {
            return marks;
        }
        for (place, &value) in args.iter().enumerate().take(spec.args.len()) {
            let sized = matches!(spec.kind, Kind::Read | Kind::Write) && place == 1 && !vectored;
            let length = if sized { args[2] } else { u64::MAX };
            let write = spec.kind != Kind::Write;
            self.mark_buffer(id, value, length, write, &mut marks);
        }
        if vectored {
            for (base, length) in self.buffers(id, args[1], args[2]) {
                self.mark_buffer(id, base, length, spec.kind == Kind::Read, &mut marks);
            }
        }
        marks
    }

    /// Los tampones de `readv`/`writev`: dirección y longitud.
    pub(super) fn buffers(&self, id: LaneId, list: u64, count: u64) -> Vec<(u64, u64)> {
        (0..count.min(MAX_BUFFERS))
            .filter_map(|n| {
                let at = list.checked_add(16 * n)?;
                let base = self.tracee(id).read_u64(at).ok()?;
                let length = self.tracee(id).read_u64(at + 8).ok()?;
                Some((base, length))
            })
            .collect()
    }

    fn mark_buffer(
        &self,
        id: LaneId,
        address: u64,
        length: u64,
        write: bool,
        marks: &mut Footprint,
    ) {
        let Some(mapping) = self.space(id).find(address) else {
            return;
        };
        let inside = address - mapping.start;
        let start = mapping.offset + inside;
        let end = start + length.min(mapping.length - inside);
        if start < end {
            let object = Object::Memory {
                region: mapping.region,
                start,
                end,
            };
            marks.push(Mark { object, write });
        }
    }
}
