//! Qué tocará cada proceso en su próximo paso, tal como están las cosas: lo que se
//! sabe en la parada, y lo que depende de lo que los demás hayan hecho desde entonces.

use super::ends::Closing;
use super::footprint::{Footprint, Object, changes, looks};
use super::lane::Sleep;
use super::op::What;
use super::{LaneId, State, World};
use crate::calls::Kind;
use crate::number::low_i32;

impl World<'_> {
    /// Lo que el proceso tocará en su próximo paso.
    pub(super) fn next_footprint(&self, id: LaneId) -> Footprint {
        let lane = &self.lanes[id];
        let inside = State::Asleep(Sleep::Inside);
        if lane.state != State::Ready && lane.state != inside {
            return self.sleeper_footprint(id);
        }
        if lane.knocking && lane.state != inside {
            return Footprint::new();
        }
        let Some(op) = &lane.pending else {
            return Footprint::new();
        };
        let mut marks = op.marks.clone();
        if let What::Call(spec) = &op.what {
            marks.extend(self.count_mark(spec, op));
            self.mark_mapped(spec, &mut marks);
        }
        match &op.what {
            What::Call(spec) => match spec.kind {
                Kind::Exit => self.mark_death(id, &mut marks),
                Kind::Close => {
                    let fd = low_i32(op.regs.args()[0]);
                    self.mark_closing(id, Closing::One(fd), &mut marks);
                }
                Kind::CloseRange => self.mark_closing(id, Closing::All, &mut marks),
                Kind::Exec => {
                    self.mark_closing(id, Closing::OnExec, &mut marks);
                    marks.push(looks(Object::Groups));
                    marks.extend(self.mark_attachments());
                }
                Kind::Wait4 | Kind::WaitId if self.about_to_fail(spec) => {}
                Kind::Wait4 | Kind::WaitId => self.mark_wait(id, spec, &op.regs, &mut marks),
                Kind::Kill => self.mark_kill(id, spec, &op.regs, &mut marks),
                _ => {}
            },
            What::Signal(_) => self.mark_death(id, &mut marks),
            What::Access(_) | What::Resume | What::Busy => {}
        }
        self.mark_ready_list(&op.what, &mut marks);
        marks
    }

    /// Escribir en algo, o cerrarlo, pone en la lista de un `epoll` a quien lo mira.
    fn mark_ready_list(&self, what: &What, marks: &mut Footprint) {
        let silent = match what {
            What::Call(spec) => matches!(spec.kind, Kind::Read | Kind::EpollWait),
            What::Access(_) | What::Resume | What::Busy => true,
            What::Signal(_) => false,
        };
        let stirs = |object| matches!(object, Object::File(_) | Object::Sockets);
        let wakes = marks.iter().any(|mark| mark.write && stirs(mark.object));
        if self.epoll_used && !silent && wakes {
            marks.push(changes(Object::ReadyList));
        }
    }

    /// Cerrar un archivo suelta los cerrojos que se tuvieran en él.
    fn mark_closing(&self, id: LaneId, which: Closing, marks: &mut Footprint) {
        marks.extend(self.closing_marks(id, which));
        if self.locks_used {
            marks.push(changes(Object::Locks));
        }
    }

    /// Todo lo que el núcleo hace por un proceso cuando muere, de la muerte que sea.
    pub(super) fn mark_death(&self, id: LaneId, marks: &mut Footprint) {
        self.mark_end(id, marks);
        self.mark_closing(id, Closing::All, marks);
        self.mark_robust(id, marks);
        marks.extend(self.mark_attachments());
        marks.extend(self.lanes[id].undo.iter().copied().map(changes));
    }

    /// Lo que cambia para los demás cuando un proceso termina.
    fn mark_end(&self, id: LaneId, marks: &mut Footprint) {
        marks.push(changes(Object::End(id)));
        // Que un hijo haya terminado o no decide si queda zombi o huérfano.
        for &child in &self.lanes[id].children {
            if !self.lanes[child].collected {
                marks.extend([looks(Object::End(child)), changes(Object::Collected(child))]);
            }
        }
        if let Some(parent) = self.lanes[id].parent
            && self.hears_children(parent)
        {
            marks.push(changes(Object::SignalsOf(parent)));
        }
    }
}
