//! Que nada sobreviva a una ejecución, haga lo que haga el programa.
//!
//! Sin el arnés habitual: cada caso barre a *todos* los descendientes del
//! proceso, así que tienen que ir de uno en uno y en un solo hilo.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use juez::FailureKind;
use juez::dialogue::{Dialogue, Reply};
use juez::process::{self, End, Finished, Invocation, Refusal};
use libtest_mimic::{Arguments, Failed, Trial};
use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

type Case = fn() -> Result<(), Failed>;

fn main() -> ExitCode {
    let cases: [(&str, Case); 15] = [
        ("an_honest_program_is_reported_as_it_was", honest),
        (
            "an_orphan_holding_the_output_does_not_delay_the_judge",
            orphan_with_the_pipe,
        ),
        (
            "an_orphan_in_another_session_is_found_too",
            orphan_in_another_session,
        ),
        (
            "two_hundred_leftover_children_are_swept",
            two_hundred_children,
        ),
        ("a_stopped_child_is_swept", stopped_child),
        ("a_name_that_is_not_text_hides_nobody", unreadable_name),
        ("an_unreaped_child_is_counted_as_a_zombie", zombie),
        ("a_flood_is_cut_and_its_ends_are_kept", flood),
        ("an_endless_loop_meets_its_deadline", endless_loop),
        (
            "a_program_that_does_not_read_does_not_block_the_judge",
            deaf,
        ),
        ("a_refused_fork_fails_with_the_chosen_errno", refused_fork),
        ("an_abandoned_run_leaves_nobody", abandoned),
        ("what_was_answered_before_dying_is_heard", last_words),
        (
            "a_death_does_not_sweep_another_run_in_progress",
            two_conversations,
        ),
        (
            "a_judge_that_cannot_watch_does_not_blame_the_program",
            blind_judge,
        ),
    ];
    let mut args = Arguments::from_args();
    args.test_threads = Some(1);
    process::adopt_orphans();
    let trials = cases
        .into_iter()
        .map(|(name, case)| Trial::test(name, move || case().and_then(|()| nobody_is_left())));
    libtest_mimic::run(&args, trials.collect()).exit_code()
}

fn shell(script: &str) -> Invocation {
    Invocation::new(Path::new("/bin/sh"))
        .args(["-c", script])
        .deadline(Duration::from_secs(20))
}

fn run(script: &str) -> Result<Finished, Failed> {
    shell(script)
        .run()
        .map_err(|failure| failure.happened.clone().into())
}

fn check(holds: bool, run: &Finished) -> Result<(), Failed> {
    if holds {
        Ok(())
    } else {
        let (end, left, zombies) = (run.describe_end(), run.left_running, run.zombies);
        Err(format!(
            "{end}; vivos: {left}; zombis: {zombies}; salida: {:.200}",
            run.out()
        )
        .into())
    }
}

/// El núcleo no conoce ningún hijo de este proceso.
fn nobody_is_left() -> Result<(), Failed> {
    let children = fs::read_to_string("/proc/thread-self/children")?;
    if children.trim().is_empty() {
        Ok(())
    } else {
        Err(format!("quedan: {children}").into())
    }
}

fn honest() -> Result<(), Failed> {
    let run = run("echo uno; echo dos >&2; exit 7")?;

    check(run.end == End::Exited(7), &run)?;
    check(
        (run.out(), run.err()) == ("uno\n".into(), "dos\n".into()),
        &run,
    )?;
    check(run.left_running == 0 && run.zombies == 0, &run)
}

fn orphan_with_the_pipe() -> Result<(), Failed> {
    let run = run("sleep 600 & echo listo")?;

    check(run.end == End::Exited(0) && run.left_running == 1, &run)?;
    check(run.out() == "listo\n", &run)
}

fn orphan_in_another_session() -> Result<(), Failed> {
    let run = run("setsid sleep 600 & while ! grep -q sleep /proc/$!/comm; do :; done")?;

    check(run.end == End::Exited(0) && run.left_running == 1, &run)
}

fn two_hundred_children() -> Result<(), Failed> {
    let run = run("i=0; while [ $i -lt 200 ]; do sleep 600 & i=$((i+1)); done")?;

    check(run.end == End::Exited(0) && run.left_running == 200, &run)
}

fn stopped_child() -> Result<(), Failed> {
    let run = run("sleep 600 & kill -STOP $!")?;

    check(run.end == End::Exited(0) && run.left_running == 1, &run)
}

fn unreadable_name() -> Result<(), Failed> {
    let nameless = r"printf '\377' > /proc/$$/comm; kill -STOP $$";
    let watch = r"BEGIN { do { getline line < f; close(f) } while (line !~ / T /) }";
    let run = run(&format!(
        "sh -c '{}' & awk -v f=/proc/$!/stat '{watch}'",
        nameless.replace('\'', r"'\''")
    ))?;

    check(run.end == End::Exited(0) && run.left_running == 1, &run)
}

fn zombie() -> Result<(), Failed> {
    // `exec` quita de en medio al intérprete, que sí recogería a su hijo; awk no.
    let watch = r"BEGIN { do { getline line < f; close(f) } while (line !~ / Z /) }";
    let run = run(&format!("true & exec awk -v f=/proc/$!/stat '{watch}'"))?;

    check(run.end == End::Exited(0) && run.zombies == 1, &run)
}

fn flood() -> Result<(), Failed> {
    let run = run("echo principio; exec yes")?;

    check(run.end == End::Flood, &run)?;
    check(
        run.out().starts_with("principio\ny\n") && run.out().len() < 100_000,
        &run,
    )
}

fn endless_loop() -> Result<(), Failed> {
    let limit = Duration::from_millis(300);
    let run = shell("while :; do :; done").deadline(limit).run();
    let run = run.map_err(|failure| Failed::from(failure.happened.clone()))?;

    check(run.end == End::Deadline(limit), &run)
}

fn deaf() -> Result<(), Failed> {
    let limit = Duration::from_millis(300);
    let mut dialogue = Dialogue::new(shell("exec sleep 600").deadline(limit));

    match dialogue.ask(&"x".repeat(1 << 20)) {
        Ok(Reply::Died(run)) => check(run.end == End::Deadline(limit), &run),
        other => Err(format!("{other:?}").into()),
    }
}

fn refused_fork() -> Result<(), Failed> {
    let run = shell("/bin/true; echo sigue")
        .refuse(Refusal::fork(Errno::EAGAIN))
        .run();
    let run = run.map_err(|failure| Failed::from(failure.happened.clone()))?;

    check(
        run.end != End::Exited(0) && !run.out().contains("sigue"),
        &run,
    )
}

fn abandoned() -> Result<(), Failed> {
    let mut running = shell("sleep 600 & echo en marcha; wait")
        .start()
        .map_err(|f| Failed::from(f.happened.clone()))?;

    let spoke = running.wait_for_output("en marcha");
    drop(running);

    if spoke {
        Ok(())
    } else {
        Err("no llegó a arrancar".into())
    }
}

fn two_conversations() -> Result<(), Failed> {
    let echo = "while read line; do echo $line; done";
    let mut lasting = Dialogue::new(shell(echo));
    let mut brief = Dialogue::new(shell("read line; sleep 600 & exit 3"));

    lasting
        .ask("uno")
        .map_err(|f| Failed::from(f.happened.clone()))?;
    match brief
        .ask("dos")
        .map_err(|f| Failed::from(f.happened.clone()))?
    {
        Reply::Died(run) => check(run.end == End::Exited(3) && run.left_running == 1, &run)?,
        reply @ Reply::Line(_) => return Err(format!("{reply:?}").into()),
    }

    match lasting.ask("tres") {
        Ok(Reply::Line(line)) if line == "tres" => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

fn last_words() -> Result<(), Failed> {
    // Más de lo que se lee de una vez, y el programa muere sin esperar a que se lea.
    let script = "line=$(head -c 1000 /dev/zero | tr '\\0' x); i=0; \
                  while [ $i -lt 45 ]; do echo $line; i=$((i+1)); done; exit 3";
    let questions = vec!["¿?".to_owned(); 50];
    let replies = Dialogue::new(shell(script)).ask_all(&questions);
    let replies = replies.map_err(|f| Failed::from(f.happened.clone()))?;

    let heard = replies
        .iter()
        .filter(|r| matches!(r, Reply::Line(_)))
        .count();
    if heard == 45 && matches!(replies.last(), Some(Reply::Died(_))) {
        Ok(())
    } else {
        Err(format!("se oyeron {heard} respuestas").into())
    }
}

/// poll(2) no admite más descriptores que los que el proceso puede tener abiertos.
fn blind_judge() -> Result<(), Failed> {
    let running = shell("exec sleep 600")
        .start()
        .map_err(|failure| failure.happened.clone())?;
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, 1, hard)?;
    let outcome = running.finish();
    setrlimit(Resource::RLIMIT_NOFILE, soft, hard)?;
    process::sweep();

    match outcome {
        Err(failure) if failure.kind == FailureKind::Tool => Ok(()),
        Err(failure) => Err(failure.happened.clone().into()),
        Ok(run) => Err(format!("se le echa la culpa: {}", run.describe_end()).into()),
    }
}
