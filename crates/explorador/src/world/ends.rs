//! Quién tiene abierto cada extremo de las tuberías: cerrar el último se nota.

use std::os::unix::fs::MetadataExt;

use super::descriptors::is_socket;
use super::footprint::{Footprint, Object, changes, looks};
use super::{LaneId, World};
use crate::calls::Kind;
use crate::number::{bits, low_i32};
use crate::sys;

/// Un extremo de una tubería: quién es y si es el de leer o el de escribir.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StreamEnd {
    identity: (u64, u64),
    rights: u32,
    socket: bool,
}

/// Qué descriptores se cierran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    One(i32),
    /// Los que se abrieron con `O_CLOEXEC`.
    OnExec,
    All,
}

impl World<'_> {
    /// Lo que notarán otros si el proceso los cierra: solo cerrar el último extremo
    /// de una tubería se nota.
    pub(super) fn closing_marks(&self, id: LaneId, which: Closing) -> Footprint {
        // Nadie ha abierto nada: no hay más extremos que los de las salidas.
        if !self.tally.made_descriptors {
            return Footprint::new();
        }
        let moment = (self.descriptor_epoch, which);
        if let Some((known, marks)) = &*self.lanes[id].closing.borrow()
            && *known == moment
        {
            return marks.clone();
        }
        let marks = self.find_closing_marks(id, which);
        *self.lanes[id].closing.borrow_mut() = Some((moment, marks.clone()));
        marks
    }

    fn find_closing_marks(&self, id: LaneId, which: Closing) -> Footprint {
        let mine = self.held_ends(id);
        let (closed, mut kept): (Vec<_>, Vec<_>) =
            mine.into_iter().partition(|&(number, _)| match which {
                Closing::One(fd) => fd == number,
                Closing::OnExec => self.closes_on_exec(id, number),
                Closing::All => true,
            });
        if closed.is_empty() {
            return Footprint::new();
        }
        for (other, lane) in self.lanes.iter().enumerate() {
            if other != id && lane.is_alive() {
                kept.extend(self.held_ends(other));
            }
        }
        let mut marks = Footprint::new();
        for (_, end) in closed {
            let identity = self.canonical(end.identity);
            let Some(file) = self.files.iter().position(|&known| known == identity) else {
                continue;
            };
            let holders = Object::Holders {
                file,
                rights: end.rights,
            };
            if kept.iter().any(|(_, known)| *known == end) {
                marks.push(looks(holders));
            } else {
                let object = self.behind(end.identity, end.socket, Object::File(file));
                marks.extend([changes(holders), changes(object)]);
            }
        }
        marks
    }

    /// Se abrió con `O_CLOEXEC`. Ante la duda, sí: solo añade choques.
    fn closes_on_exec(&self, id: LaneId, fd: i32) -> bool {
        let info = format!("/proc/{}/fdinfo/{fd}", self.tracee(id).pid);
        let info = std::fs::read_to_string(info).unwrap_or_default();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
        let flags = flags.and_then(|text| u64::from_str_radix(text.trim(), 8).ok());
        flags.is_none_or(|flags| flags & bits(libc::O_CLOEXEC) != 0)
    }

    /// La identidad con la que se conoce un objeto: los dos enchufes de una pareja
    /// son los dos lados de lo mismo.
    pub(super) fn canonical(&self, identity: (u64, u64)) -> (u64, u64) {
        let pair = self.socket_pairs.iter().find(|pair| pair[1] == identity);
        pair.map_or(identity, |pair| pair[0])
    }

    /// Lo que cambia quien usa este descriptor, que es `object` si no es un enchufe de
    /// los que se juntan por su nombre.
    pub(super) fn behind(&self, identity: (u64, u64), socket: bool, object: Object) -> Object {
        let paired = || {
            self.socket_pairs
                .iter()
                .flatten()
                .any(|&one| one == identity)
        };
        if socket && !paired() {
            Object::Sockets
        } else {
            object
        }
    }

    /// El proceso acaba de crear una pareja de enchufes.
    pub(super) fn pair_opened(&mut self, id: LaneId, fds: &[i32]) {
        let identities = fds.iter().map(|&fd| self.lanes[id].identity(fd));
        let identities: Vec<_> = identities
            .flatten()
            .map(|(dev, ino, _)| (dev, ino))
            .collect();
        if let [one, other] = identities[..] {
            self.socket_pairs.push([one, other]);
        }
    }

    /// Los extremos de tuberías y enchufes que el proceso tiene abiertos. Se miran
    /// una vez, hasta que el proceso haga algo con sus descriptores.
    fn held_ends(&self, id: LaneId) -> Vec<(i32, StreamEnd)> {
        let mut known = self.lanes[id].ends.borrow_mut();
        known.get_or_insert_with(|| self.look_at_ends(id)).clone()
    }

    fn look_at_ends(&self, id: LaneId) -> Vec<(i32, StreamEnd)> {
        let mut ends = Vec::new();
        for (number, path) in sys::descriptors(self.tracee(id).pid) {
            let (Ok(data), Ok(link)) = (std::fs::metadata(&path), std::fs::symlink_metadata(&path))
            else {
                continue;
            };
            let identity = (data.dev(), data.ino());
            let stream = matches!(data.mode() & libc::S_IFMT, libc::S_IFIFO | libc::S_IFSOCK);
            if !stream || self.setup.outputs.contains(&Some(identity)) {
                continue;
            }
            // Los permisos del enlace dicen si está abierto para leer o escribir.
            ends.push((
                number,
                StreamEnd {
                    identity,
                    rights: link.mode() & 0o600,
                    socket: is_socket(data.mode()),
                },
            ));
        }
        ends.sort_unstable_by_key(|&(number, _)| number);
        ends
    }

    /// Lo que el proceso va a escribir, o está escribiendo, y en qué objeto.
    fn writes_to(&self, id: LaneId) -> Option<(u64, u64)> {
        let op = self.lanes[id].pending.as_ref()?;
        let fd = op.what.is_call(Kind::Write).then(|| op.regs.args()[0])?;
        let (dev, ino, _) = self.lanes[id].identity(low_i32(fd)).ok()?;
        Some((dev, ino))
    }

    /// Otro proceso quiere escribir en lo mismo que este, que espera sitio a medio
    /// escribir.
    pub(super) fn others_want_to_write(&self, id: LaneId) -> bool {
        let here = self.writes_to(id);
        here.is_some()
            && (0..self.lanes.len()).any(|other| other != id && self.writes_to(other) == here)
    }

    /// El proceso ha hecho con sus descriptores algo que habrá que ir a mirar.
    pub(super) fn descriptors_changed(&mut self, id: LaneId) {
        self.descriptor_epoch += 1;
        *self.lanes[id].ends.get_mut() = None;
        self.lanes[id].identities.get_mut().clear();
        self.lanes[id].prints.get_mut().clear();
    }

    /// El proceso ha creado los dos extremos de una tubería o de un enchufe.
    pub(super) fn ends_opened(&mut self, id: LaneId, fds: &[i32], rights: [u32; 2]) {
        self.descriptor_epoch += 1;
        let fresh = fds.iter().zip(rights).map(|(&number, rights)| {
            let (dev, ino, mode) = self.lanes[id].identity(number).ok()?;
            let end = StreamEnd {
                identity: (dev, ino),
                rights,
                socket: is_socket(mode),
            };
            Some((number, end))
        });
        let fresh: Option<Vec<_>> = fresh.collect();
        let ends = self.lanes[id].ends.get_mut();
        match (ends.as_mut(), fresh) {
            (Some(known), Some(fresh)) => {
                known.extend(fresh);
                known.sort_unstable_by_key(|&(number, _)| number);
            }
            _ => *ends = None,
        }
    }

    /// El proceso ha cerrado este descriptor.
    pub(super) fn end_closed(&mut self, id: LaneId, fd: i32) {
        self.descriptor_epoch += 1;
        let identities = self.lanes[id].identities.get_mut();
        identities.retain(|&(number, _)| number != fd);
        self.lanes[id]
            .prints
            .get_mut()
            .retain(|&number| number != fd);
        if let Some(known) = self.lanes[id].ends.get_mut() {
            known.retain(|&(number, _)| number != fd);
        }
    }

    /// Es uno de los extremos que se sabe que tiene.
    pub(super) fn surely_holds(&self, id: LaneId, fd: i32) -> bool {
        let known = self.lanes[id].ends.borrow();
        known
            .as_ref()
            .is_some_and(|ends| ends.iter().any(|&(number, _)| number == fd))
    }

    /// Cuántos descriptores, además de los tres primeros, tiene abiertos.
    pub(super) fn open_descriptors(&self, id: LaneId) -> usize {
        if !self.tally.made_descriptors {
            return 0;
        }
        let pid = self.tracee(id).pid;
        // Desde Linux 6.2 el directorio mide lo que contiene; antes, cero.
        let folder = std::fs::metadata(format!("/proc/{pid}/fd"));
        let count = match folder.map(|folder| usize::try_from(folder.len())) {
            Ok(Ok(count @ 1..)) => count,
            _ => sys::descriptors(pid).len(),
        };
        count.saturating_sub(3)
    }
}
