//! Donde el sistema no deja trazar procesos, explorar un bloque lo dice.
//!
//! Va en un ejecutable aparte: quien quita ptrace barre después todo lo que cuelgue
//! de este proceso.

use std::path::Path;

use juez::process::{Invocation, Refusal};
use nix::errno::Errno;
use serde_json::Value;

#[test]
fn sin_ptrace_el_explorador_de_bloques_lo_dice() {
    let worker = Invocation::new(Path::new(env!("CARGO_BIN_EXE_taller"))).args([
        "explorador-de-bloque",
        "./true",
        "/bin/true",
    ]);

    let refused = worker.clone().refuse(Refusal::ptrace(Errno::EPERM)).run();
    let allowed = worker.run();

    let said = |finished: Result<juez::process::Finished, _>| -> Value {
        let finished = finished.unwrap_or_else(|_: juez::Failure| panic!("no terminó"));
        serde_json::from_str(finished.out().lines().last().unwrap()).unwrap()
    };
    let (refused, allowed) = (said(refused), said(allowed));
    assert_eq!(refused["line"], "failed");
    let reason = refused["reason"].as_str().unwrap();
    assert!(
        reason.contains("el sistema no deja trazar procesos"),
        "{reason}"
    );
    assert_eq!(allowed["line"], "found");
}
