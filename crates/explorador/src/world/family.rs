//! Padres, grupos y sesiones: quién es el padre, en qué grupo y en qué sesión está
//! cada uno. Cambian, y los demás lo notan: mirarlos y cambiarlos son pasos.

use super::footprint::{Mark, Object, changes, looks};
use super::op::Op;
use super::{LaneId, World};
use crate::calls::Spec;
use crate::error::Error;
use crate::event::Effect;
use crate::number::low_i32;

/// El PID que ve el programa como su padre: nadie del plan.
pub(crate) const OUTSIDE: i32 = 1;

impl World<'_> {
    /// Lo que toca una de estas llamadas.
    pub(super) fn family_mark(&self, id: LaneId, spec: &Spec) -> Mark {
        match (spec.name, self.lanes[id].parent) {
            ("getppid", Some(parent)) => looks(Object::End(parent)),
            ("setpgid" | "setsid", _) => changes(Object::Groups),
            _ => looks(Object::Groups),
        }
    }

    pub(super) fn do_family(
        &mut self,
        id: LaneId,
        spec: &'static Spec,
        op: &Op,
    ) -> Result<(), Error> {
        let args = op.regs.args();
        let result = match spec.name {
            "getppid" => Ok(self.parent_seen_by(id)),
            "getpgrp" => Ok(self.lanes[id].group),
            "getpgid" => self.named(id, args[0]).map(|lane| self.lanes[lane].group),
            "getsid" => self.named(id, args[0]).map(|lane| self.lanes[lane].session),
            "setsid" => self.set_session(id),
            _ => self.set_group(id, args[0], args[1]),
        };
        let result = result.map_or_else(|errno| i64::from(-errno), i64::from);
        if spec.name.starts_with("set") {
            self.changed_unless_failed(id, result);
        } else {
            self.only_looked(id);
        }
        self.skip_with(id, spec, op, result, Effect::None)
    }

    fn parent_seen_by(&self, id: LaneId) -> i32 {
        match self.lanes[id].parent {
            Some(parent) if self.lanes[parent].is_alive() => self.lanes[parent].vpid,
            _ => OUTSIDE,
        }
    }

    /// El proceso que se nombra así (0: uno mismo), si aún existe.
    fn named(&self, id: LaneId, pid: u64) -> Result<LaneId, i32> {
        let found = match low_i32(pid) {
            0 => Some(id),
            pid => self.by_vpid(i64::from(pid)),
        };
        found.filter(|&lane| self.exists(lane)).ok_or(libc::ESRCH)
    }

    /// Vive, o nadie lo ha recogido todavía.
    pub(super) fn exists(&self, lane: LaneId) -> bool {
        self.lanes[lane].is_alive() || !self.lanes[lane].collected
    }

    /// ¿Queda alguien en el grupo?
    fn group_exists(&self, group: i32) -> bool {
        (0..self.lanes.len()).any(|lane| self.lanes[lane].group == group && self.exists(lane))
    }

    /// `setsid(2)`: quien ya dirige un grupo no puede.
    fn set_session(&mut self, id: LaneId) -> Result<i32, i32> {
        let vpid = self.lanes[id].vpid;
        if self.group_exists(vpid) {
            return Err(libc::EPERM);
        }
        self.lanes[id].group = vpid;
        self.lanes[id].session = vpid;
        Ok(vpid)
    }

    /// `setpgid(2)`: uno mismo, o un hijo que todavía no ha hecho `exec`.
    fn set_group(&mut self, id: LaneId, pid: u64, group: u64) -> Result<i32, i32> {
        let target = self.named(id, pid)?;
        let theirs = &self.lanes[target];
        let group = match low_i32(group) {
            0 => theirs.vpid,
            negative if negative < 0 => return Err(libc::EINVAL),
            group => group,
        };
        if target != id && theirs.parent != Some(id) {
            return Err(libc::ESRCH);
        }
        if target != id && theirs.executed {
            return Err(libc::EACCES);
        }
        let session = self.lanes[id].session;
        let leads = theirs.session == theirs.vpid;
        let joins = |lane: &super::lane::Lane| lane.group == group && lane.session == session;
        let nowhere = group != theirs.vpid && !self.lanes.iter().any(joins);
        if leads || theirs.session != session || nowhere {
            return Err(libc::EPERM);
        }
        self.lanes[target].group = group;
        Ok(0)
    }
}
