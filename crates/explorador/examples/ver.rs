//! Explora un programa y muestra lo que ocurrió, paso a paso:
//! `cargo run -p explorador --example ver -- [--padre|--hijo|--plan ID|--fallo F|--cota N|--bruto] PROGRAMA…`

use explorador::{Event, EventKind, Explorer, Order, Outcome, Program};

fn show(outcome: &Outcome) {
    println!(
        "[{}] {:?} salida {:?} {:?} zombis {} fugas {} fds {} vivos {} planes {} cambios {}/{}",
        outcome.schedule,
        outcome.verdict,
        outcome.stdout_text(),
        outcome.exit,
        outcome.zombies,
        outcome.leaked_mappings,
        outcome.leaked_descriptors,
        outcome.children_left,
        outcome.count,
        outcome.switches,
        outcome.preemptions,
    );
    if !outcome.stderr.is_empty() {
        println!("  error: {:?}", outcome.stderr_text());
    }
}

fn show_event(event: &Event) {
    let mark = if event.fault { "!" } else { " " };
    if matches!(event.kind, EventKind::Switch { .. }) {
        println!("      --- {} {}", event.lane, event.label());
    } else {
        println!(
            "  {mark}{:3} {:indent$}{} {}",
            event.seq,
            "",
            event.lane,
            event.label(),
            indent = event.lane * 4
        );
    }
}

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    let mut order = None;
    let mut plan = None;
    let mut fault = None;
    let mut bound = None;
    let mut brute = false;
    let mut events = false;
    let mut keys = true;
    while let Some(flag) = args.next_if(|arg| arg.starts_with("--")) {
        match flag.as_str() {
            "--padre" => order = Some(Order::ParentFirst),
            "--hijo" => order = Some(Order::ChildFirst),
            "--plan" => plan = args.next(),
            "--fallo" => fault = args.next(),
            "--cota" => bound = args.next().and_then(|text| text.parse().ok()),
            "--bruto" => brute = true,
            "--sin-llaves" => keys = false,
            _ => events = true,
        }
    }
    let program = Program::new(args.next().unwrap_or_default()).args(args);
    let mut explorer = Explorer::new(program);
    if let Some(fault) = fault {
        explorer = explorer.fault(fault.parse().expect("fallo"));
    }
    if let Some(bound) = bound {
        explorer = explorer.preemption_bound(bound);
    }
    if !keys {
        explorer = explorer.without_protection_keys();
    }
    if brute {
        explorer = explorer.brute_force();
    }
    let one = match (order, plan) {
        (Some(order), _) => Some(explorer.run_one(order)),
        (_, Some(plan)) => Some(explorer.replay(&plan.parse().expect("plan"))),
        _ => None,
    };
    match one {
        Some(Ok(outcome)) => {
            show(&outcome);
            outcome.events.iter().for_each(show_event);
        }
        Some(Err(error)) => println!("{error}"),
        None => match explorer.explore() {
            Err(error) => println!("{error}"),
            Ok(report) => {
                println!(
                    "{} planes, {:?}, exhaustivo {}, cota {:?}, parado {:?}",
                    report.schedules,
                    report.elapsed,
                    report.exhaustive,
                    report.preemption_bound,
                    report.stopped_by
                );
                for outcome in &report.outcomes {
                    show(outcome);
                    if events {
                        outcome.events.iter().for_each(show_event);
                    }
                }
            }
        },
    }
}
