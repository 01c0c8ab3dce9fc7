//! El informe como JSON. Las claves son estables: otros programas las leen.

use std::fmt::Write as _;

use crate::errno::errno_name;
use crate::event::{Access, Backing, BlockedOn, Call, Effect, End, Event, EventKind, RegionId};
use crate::json::Json;
use crate::outcome::{Exit, Outcome, Report};

impl Report {
    /// El informe entero como JSON.
    pub fn to_json(&self) -> Json {
        let elapsed_ms = u64::try_from(self.elapsed.as_micros()).unwrap_or(u64::MAX);
        Json::object([
            ("program", self.program.clone().into()),
            ("schedules", self.schedules.into()),
            ("abandoned", self.abandoned.into()),
            ("exhaustive", self.exhaustive.into()),
            ("gaps", Json::array(self.gaps.iter().map(|gap| gap.name()))),
            ("preemption_bound", self.preemption_bound.into()),
            (
                "stopped_by",
                self.stopped_by.map(crate::LimitKind::name).into(),
            ),
            ("elapsed_ms", milliseconds(elapsed_ms)),
            (
                "outcomes",
                Json::array(self.outcomes.iter().map(Outcome::to_json)),
            ),
        ])
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "microsegundos: 2^53 de ellos son 285 años"
)]
fn milliseconds(microseconds: u64) -> Json {
    Json::Float(microseconds as f64 / 1000.0)
}

impl Outcome {
    /// Este final como JSON.
    pub fn to_json(&self) -> Json {
        let exit = match self.exit {
            Exit::Code(code) => Json::object([("code", code.into())]),
            Exit::Signal(signal) => Json::object([("signal", signal.into())]),
            Exit::Unfinished => Json::Null,
        };
        let lanes = self.lanes.iter().map(|lane| {
            Json::object([
                ("lane", lane.lane.into()),
                ("parent", lane.parent.into()),
                ("pid", lane.pid.into()),
            ])
        });
        Json::object([
            ("verdict", self.verdict.name().into()),
            ("stdout", self.stdout_text().into()),
            ("stderr", self.stderr_text().into()),
            ("exit", exit),
            ("zombies", self.zombies.into()),
            ("leaked_mappings", self.leaked_mappings.into()),
            ("leaked_descriptors", self.leaked_descriptors.into()),
            ("children_left", self.children_left.into()),
            ("refused_signals", self.refused_signals.into()),
            ("count", self.count.into()),
            ("switches", self.switches.into()),
            ("preemptions", self.preemptions.into()),
            ("limit", self.limit.map(crate::LimitKind::name).into()),
            ("schedule", self.schedule.to_string().into()),
            ("lanes", Json::array(lanes)),
            (
                "events",
                Json::array(self.events.iter().map(Event::to_json)),
            ),
        ])
    }
}

impl Event {
    /// Este acontecimiento como JSON, con su frase en `label`.
    pub fn to_json(&self) -> Json {
        let mut json = Json::object([
            ("seq", self.seq.into()),
            ("lane", self.lane.into()),
            ("pid", self.pid.into()),
        ]);
        match &self.kind {
            EventKind::Call(call) => push_call(&mut json, call),
            EventKind::Memory {
                region,
                offset,
                access,
                before,
                after,
            } => {
                json.push("kind", "memory");
                json.push("access", access_name(*access));
                push_place(&mut json, *region, *offset);
                json.push("before", hex(before));
                json.push("after", hex(after));
            }
            EventKind::Blocked(on) => push_blocked(&mut json, on),
            EventKind::Woken { by } => {
                json.push("kind", "woken");
                json.push("by", *by);
            }
            EventKind::Insisted { times } => {
                json.push("kind", "insisted");
                json.push("times", *times);
            }
            EventKind::Signal { signal, from } => {
                json.push("kind", "signal");
                json.push("signal", *signal);
                json.push("from", *from);
            }
            EventKind::Exited(end) => {
                json.push("kind", "exited");
                json.push("end", end.to_json());
            }
            EventKind::Switch { preempted } => {
                json.push("kind", "switch");
                json.push("preempted", *preempted);
            }
        }
        json.push("fault", self.fault);
        json.push("label", self.label());
        json
    }
}

impl End {
    fn to_json(self) -> Json {
        match self {
            Self::Code(code) => Json::object([("code", code.into())]),
            Self::Killed {
                signal,
                address,
                after_unmap,
            } => Json::object([
                ("signal", signal.into()),
                ("address", address.into()),
                (
                    "after_unmap",
                    after_unmap.map(|region| region.to_string()).into(),
                ),
            ]),
        }
    }
}

fn access_name(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "write",
        Access::Update => "update",
    }
}

/// Los bytes en hexadecimal, dos cifras por byte y sin prefijo.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn push_place(json: &mut Json, region: RegionId, offset: u64) {
    json.push("region", region.to_string());
    json.push("offset", offset);
}

fn push_blocked(json: &mut Json, on: &BlockedOn) {
    json.push("kind", "blocked");
    match on {
        BlockedOn::Child(child) => {
            json.push("on", "child");
            json.push("child", *child);
        }
        BlockedOn::Readable(fd) => {
            json.push("on", "readable");
            json.push("fd", *fd);
        }
        BlockedOn::Writable(fd) => {
            json.push("on", "writable");
            json.push("fd", *fd);
        }
        BlockedOn::Futex(place) => {
            json.push("on", "futex");
            if let Some((region, offset)) = place {
                push_place(json, *region, *offset);
            }
        }
        BlockedOn::Memory(region, offset) => {
            json.push("on", "memory");
            push_place(json, *region, *offset);
        }
        BlockedOn::Signal => json.push("on", "signal"),
        BlockedOn::Continue => json.push("on", "continue"),
        BlockedOn::Call(name) => {
            json.push("on", "call");
            json.push("name", *name);
        }
    }
}

fn push_call(json: &mut Json, call: &Call) {
    json.push("kind", "call");
    json.push("name", call.name);
    json.push(
        "args",
        Json::object(call.args.iter().map(|&(name, value)| (name, value.into()))),
    );
    match call.result {
        Ok(value) => json.push("result", value),
        Err(errno) => {
            json.push("result", -1);
            json.push("errno", errno_name(errno));
        }
    }
    push_effect(json, &call.effect);
}

fn push_effect(json: &mut Json, effect: &Effect) {
    match effect {
        Effect::None => {}
        Effect::Map {
            region,
            address,
            length,
            backing,
            ..
        } => {
            json.push("region", region.map(|region| region.to_string()));
            json.push("address", *address);
            json.push("length", *length);
            json.push(
                "backing",
                match backing {
                    Backing::Anonymous => "anonymous",
                    Backing::File(name) => name.as_str(),
                    Backing::SystemV => "sysv",
                },
            );
        }
        Effect::Unmap {
            address,
            length,
            regions,
        } => {
            json.push("address", *address);
            json.push("length", *length);
            json.push(
                "regions",
                Json::array(regions.iter().map(ToString::to_string)),
            );
        }
        Effect::WaitJob { child, stopped } => {
            json.push("child", *child);
            json.push("stopped", *stopped);
        }
        Effect::Protect {
            address,
            length,
            protection,
        } => {
            json.push("address", *address);
            json.push("length", *length);
            json.push("protection", *protection);
        }
        Effect::Fork { child } => json.push("child", *child),
        Effect::Wait { reaped, .. } => {
            json.push("reaped", reaped.map(|(lane, _)| lane));
            json.push("end", reaped.map(|(_, end)| end.to_json()));
        }
        Effect::Output { fd, bytes } | Effect::Input { fd, bytes } => {
            json.push("fd", *fd);
            json.push("bytes", hex(bytes));
        }
        Effect::Sleep { nanoseconds } => json.push("nanoseconds", *nanoseconds),
        Effect::FutexWait { place, expected } => {
            push_optional_place(json, *place);
            json.push("expected", *expected);
        }
        Effect::FutexWake { place, woken } => {
            push_optional_place(json, *place);
            json.push("woken", woken.clone());
        }
        Effect::Kill {
            target,
            lane,
            signal,
            refused,
        } => {
            json.push("target", *target);
            json.push("target_lane", *lane);
            json.push("signal", *signal);
            json.push("refused", *refused);
        }
        Effect::Descriptors { fds } => json.push("fds", fds.clone()),
        Effect::Close { fd } => json.push("fd", *fd),
    }
}

fn push_optional_place(json: &mut Json, place: Option<(RegionId, u64)>) {
    if let Some((region, offset)) = place {
        push_place(json, region, offset);
    }
}
