//! Planes cualesquiera, también los que ningún programa haría: un dibujo no se
//! rompe por lo que le llegue.

use explorador::{
    Access, Backing, BlockedOn, Effect, End, Event, EventKind, Exit, LaneInfo, Outcome, RegionId,
    Verdict,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::scene::{Scene, call};

const LANES: usize = 7;

/// Bytes que son texto, casi texto, o cualquier cosa.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..40),
        any::<String>().prop_map(String::into_bytes),
        "[a-z ñ🦙\u{202e}<&>\u{1b}]{0,30}".prop_map(|text| (text + "\0").into_bytes()),
        vec(Just(0), 0..40),
    ]
}

fn region() -> impl Strategy<Value = RegionId> {
    (0_usize..3).prop_map(RegionId)
}

fn place() -> impl Strategy<Value = (RegionId, u64)> {
    (region(), prop_oneof![0_u64..80, any::<u64>()])
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        any::<i32>().prop_map(End::Code),
        (0..70, option::of(any::<u64>()), option::of(region())).prop_map(
            |(signal, address, after_unmap)| End::Killed {
                signal,
                address,
                after_unmap
            }
        ),
    ]
}

fn blocked() -> impl Strategy<Value = BlockedOn> {
    prop_oneof![
        option::of(0..LANES).prop_map(BlockedOn::Child),
        any::<i32>().prop_map(BlockedOn::Readable),
        option::of(place()).prop_map(BlockedOn::Futex),
        place().prop_map(|(region, offset)| BlockedOn::Memory(region, offset)),
        Just(BlockedOn::Signal),
        Just(BlockedOn::Continue),
        Just(BlockedOn::Call("poll")),
    ]
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![
        Just(Effect::None),
        (option::of(region()), any::<u64>(), any::<String>()).prop_map(|(region, length, name)| {
            Effect::Map {
                region,
                address: 0,
                length,
                protection: 3,
                flags: 1,
                backing: Backing::File(name),
            }
        }),
        (any::<u64>(), vec(region(), 0..3)).prop_map(|(length, regions)| Effect::Unmap {
            address: 0,
            length,
            regions
        }),
        option::of(0..LANES).prop_map(|child| Effect::Fork { child }),
        option::of((0..LANES, end())).prop_map(|reaped| Effect::Wait { target: -1, reaped }),
        (-1..9, bytes()).prop_map(|(fd, bytes)| Effect::Output { fd, bytes }),
        (-1..9, bytes()).prop_map(|(fd, bytes)| Effect::Input { fd, bytes }),
        option::of(place()).prop_map(|place| Effect::FutexWait { place, expected: 0 }),
        (option::of(place()), vec(0..LANES, 0..3))
            .prop_map(|(place, woken)| Effect::FutexWake { place, woken }),
        (any::<i64>(), option::of(0..LANES), any::<bool>()).prop_map(|(target, lane, refused)| {
            Effect::Kill {
                target,
                lane,
                signal: 9,
                refused,
            }
        }),
        any::<i32>().prop_map(|fd| Effect::Close { fd }),
    ]
}

fn kind() -> impl Strategy<Value = EventKind> {
    let result = prop_oneof![any::<i64>().prop_map(Ok), (-5_i32..200).prop_map(Err)];
    let access = prop_oneof![
        Just(Access::Read),
        Just(Access::Write),
        Just(Access::Update)
    ];
    prop_oneof![
        3 => (result, effect()).prop_map(|(result, effect)| call("futex", result, effect)),
        6 => (place(), access, bytes(), bytes()).prop_map(|((region, offset), access, before, after)| {
            let length = before.len().min(after.len());
            let (before, after) = (before[..length].to_vec(), after[..length].to_vec());
            EventKind::Memory { region, offset, access, before, after }
        }),
        1 => blocked().prop_map(EventKind::Blocked),
        1 => option::of(0..LANES).prop_map(|by| EventKind::Woken { by }),
        1 => option::of(0..LANES).prop_map(|from| EventKind::Signal { signal: 10, from }),
        1 => end().prop_map(EventKind::Exited),
        2 => option::of(0..LANES).prop_map(|preempted| EventKind::Switch { preempted }),
    ]
}

/// Un resultado cualquiera.
pub fn outcome() -> impl Strategy<Value = Outcome> {
    let verdict = prop_oneof![
        Just(Verdict::Ok),
        Just(Verdict::Deadlock),
        Just(Verdict::Livelock),
        Just(Verdict::Crash),
        Just(Verdict::Timeout),
    ];
    let events = vec((0..LANES, kind(), any::<bool>()), 0..40);
    (1..LANES, verdict, events, bytes(), bytes(), 0_usize..3).prop_map(
        |(lanes, verdict, events, stdout, stderr, leaks)| {
            let scene = events
                .into_iter()
                .fold(Scene::new(), |scene, (lane, kind, fault)| {
                    scene.event_of(lane % lanes, kind, fault)
                });
            let mut outcome = scene.done();
            renumber(&mut outcome.events);
            outcome.lanes = (0..lanes)
                .map(|lane| LaneInfo {
                    lane,
                    parent: lane.checked_sub(1).map(|l| l / 2),
                    pid: 1,
                })
                .collect();
            Outcome {
                verdict,
                stdout,
                stderr,
                leaked_mappings: leaks,
                exit: Exit::Signal(6),
                ..outcome
            }
        },
    )
}

fn renumber(events: &mut [Event]) {
    for (seq, event) in events.iter_mut().enumerate() {
        event.seq = seq;
    }
}
