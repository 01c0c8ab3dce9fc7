//! Un plan escrito a mano, paso a paso, para dibujarlo.

use explorador::{
    Access, Backing, BlockedOn, Call, Effect, End, Event, EventKind, Exit, LaneInfo, Outcome,
    RegionId, Verdict,
};

/// La única región de casi todas las escenas.
pub const A: RegionId = RegionId(0);

/// Va anotando lo que ocurre, como lo haría el explorador.
pub struct Scene {
    outcome: Outcome,
    running: usize,
    bytes: Vec<u8>,
}

impl Scene {
    pub fn new() -> Self {
        let outcome = Outcome {
            verdict: Verdict::Ok,
            stdout: Vec::new(),
            stderr: Vec::new(),
            exit: Exit::Code(0),
            zombies: 0,
            leaked_mappings: 0,
            leaked_descriptors: 0,
            children_left: 0,
            refused_signals: 0,
            count: 1,
            switches: 0,
            preemptions: 0,
            limit: None,
            lanes: vec![LaneInfo {
                lane: 0,
                parent: None,
                pid: 1000,
            }],
            schedule: "a3b2a-1f2e".parse().expect("plan válido"),
            events: Vec::new(),
        };
        Self {
            outcome,
            running: 0,
            bytes: vec![0; 4096],
        }
    }

    pub fn done(self) -> Outcome {
        self.outcome
    }

    /// Cambia cualquier otra cosa del resultado.
    pub fn with(mut self, change: impl FnOnce(&mut Outcome)) -> Self {
        change(&mut self.outcome);
        self
    }

    pub fn event(self, kind: EventKind) -> Self {
        let lane = self.running;
        self.event_of(lane, kind, false)
    }

    pub fn event_of(mut self, lane: usize, kind: EventKind, fault: bool) -> Self {
        let seq = self.outcome.events.len();
        let pid = 1000 + i32::try_from(lane).expect("pocos carriles");
        self.outcome.events.push(Event {
            seq,
            lane,
            pid,
            kind,
            fault,
        });
        self
    }

    pub fn call(self, name: &'static str, effect: Effect) -> Self {
        self.event(call(name, Ok(0), effect))
    }

    pub fn mmap(self) -> Self {
        let effect = Effect::Map {
            region: Some(A),
            address: 0x7fff_f7fb_8000,
            length: 4096,
            protection: libc::PROT_READ | libc::PROT_WRITE,
            flags: libc::MAP_SHARED | libc::MAP_ANONYMOUS,
            backing: Backing::Anonymous,
        };
        self.call("mmap", effect)
    }

    pub fn munmap(self) -> Self {
        let effect = Effect::Unmap {
            address: 0x7fff_f7fb_8000,
            length: 4096,
            regions: vec![A],
        };
        self.call("munmap", effect)
    }

    pub fn fork(mut self) -> Self {
        let child = self.outcome.lanes.len();
        self.outcome.lanes.push(LaneInfo {
            lane: child,
            parent: Some(self.running),
            pid: 1000 + i32::try_from(child).expect("pocos carriles"),
        });
        self.call("clone", Effect::Fork { child: Some(child) })
    }

    fn touch(mut self, offset: usize, access: Access, after: &[u8]) -> Self {
        let place = offset..offset + after.len();
        let before = self.bytes[place.clone()].to_vec();
        self.bytes[place].copy_from_slice(after);
        let kind = EventKind::Memory {
            region: A,
            offset: offset as u64,
            access,
            before,
            after: after.to_vec(),
        };
        self.event(kind)
    }

    pub fn write(self, offset: usize, bytes: &[u8]) -> Self {
        self.touch(offset, Access::Write, bytes)
    }

    pub fn update(self, offset: usize, bytes: &[u8]) -> Self {
        self.touch(offset, Access::Update, bytes)
    }

    pub fn read(self, offset: usize, length: usize) -> Self {
        let bytes = self.bytes[offset..offset + length].to_vec();
        self.touch(offset, Access::Read, &bytes)
    }

    /// Escribe el texto letra a letra, como un bucle.
    pub fn write_each(self, offset: usize, bytes: &[u8]) -> Self {
        bytes
            .iter()
            .enumerate()
            .fold(self, |scene, (at, &byte)| scene.write(offset + at, &[byte]))
    }

    /// Lo lee entero: `strlen` por bloques y después la copia a la salida.
    pub fn read_text(self) -> Self {
        self.read(0, 32).read(0, 16)
    }

    pub fn turn(mut self, lane: usize, preempted: bool) -> Self {
        let from = self.running;
        self.running = lane;
        self.event(EventKind::Switch {
            preempted: preempted.then_some(from),
        })
    }

    pub fn block(self, on: BlockedOn) -> Self {
        self.event(EventKind::Blocked(on))
    }

    pub fn wake(self, lane: usize) -> Self {
        let by = Some(self.running);
        self.event_of(lane, EventKind::Woken { by }, false)
    }

    pub fn reap(self, lane: usize) -> Self {
        let effect = Effect::Wait {
            target: -1,
            reaped: Some((lane, End::Code(0))),
        };
        self.call("wait4", effect)
    }

    pub fn show(mut self, text: &[u8]) -> Self {
        self.outcome.stdout.extend(text);
        self.call(
            "write",
            Effect::Output {
                fd: 1,
                bytes: text.to_vec(),
            },
        )
    }

    pub fn exit(self) -> Self {
        self.event(EventKind::Exited(End::Code(0)))
    }

    pub fn crash(self, end: End) -> Self {
        let lane = self.running;
        self.event_of(lane, EventKind::Exited(end), true)
    }
}

pub fn call(name: &'static str, result: Result<i64, i32>, effect: Effect) -> EventKind {
    EventKind::Call(Call {
        name,
        args: vec![("a", 1)],
        result,
        effect,
    })
}
