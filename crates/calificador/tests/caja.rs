//! La caja de verdad: con `bwrap`, `rustc`, los jueces del curso y el código hostil
//! dentro. Lo que se afirma es el código de cada entrega, y que no queda nada de ella.

mod aula;

use aula::{Aula, STEPS};
use calificador::examine::Options;
use calificador::model::Code;

/// La palabra, aparte: este código es el de quien ataca, y no tiene razón que dar.
const UNSAFE: &str = "unsafe";

/// Una respuesta al paso 1 que antes hace `trick`, y después responde bien.
fn right_after(trick: &str) -> String {
    format!(
        "#![allow(unused)]\n\
         use std::{{ffi::c_void, num::NonZeroUsize, ptr::NonNull}};\n\
         use nix::libc;\n\
         use nix::sys::mman::{{MapFlags, ProtFlags, mmap_anonymous}};\n\
         pub fn allocate(len: NonZeroUsize) -> nix::Result<NonNull<c_void>> {{\n\
         {UNSAFE} {{ {trick} }}\n\
         let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;\n\
         {UNSAFE} {{ mmap_anonymous(None, len, protection, MapFlags::MAP_SHARED) }}\n\
         }}\n"
    )
}

#[test]
fn the_box_proves_itself_before_grading_anyone() {
    let Some(aula) = Aula::boxed() else { return };

    let report = aula.report();

    assert!(report.boxed);
    assert!(report.checked.len() >= 15, "{:?}", report.checked);
    assert!(report.checked.contains(&"no hay red"));
}

#[test]
fn a_right_answer_to_each_step_is_right_in_the_box() {
    let Some(aula) = Aula::boxed() else { return };
    for step in STEPS {
        let grade = aula.examine(step, &aula::solution(step));

        assert_eq!(grade.code, Code::Good, "{step}: {grade:#?}");
        assert_eq!(grade.points, grade.max_points);
        assert!(grade.exhaustive, "{step}");
        assert!(grade.checks.iter().all(|check| check.passed));
    }
}

/// Las que el curso acepta aunque no se parezcan a su solución: la caja no quita nada
/// de lo que necesitan.
#[test]
fn every_other_way_to_be_right_is_right_in_the_box() {
    let Some(aula) = Aula::boxed() else { return };
    let alternatives = aula::alternatives();
    assert!(alternatives.len() >= 10);
    for (step, source) in alternatives {
        let grade = aula.examine(step, &source);

        assert_eq!(grade.code, Code::Good, "{step}: {source}\n{grade:#?}");
    }
}

/// Una equivocada de cada paso, con la comprobación que dice que la caza.
#[test]
fn a_wrong_answer_fails_the_check_that_names_its_mistake() {
    let Some(aula) = Aula::boxed() else { return };
    for (step, name) in [
        ("paso1", "privada"),
        ("paso2", "codigo_perdido"),
        ("paso3", "sin_terminador"),
        ("paso4", "puerta_abierta"),
        ("paso5", "sin_munmap"),
    ] {
        let (source, check) = aula::wrong(step, name);

        let grade = aula.examine(step, &source);

        assert_eq!(grade.code, Code::Wrong, "{step}/{name}: {grade:#?}");
        let caught = grade.checks.iter().find(|told| told.id == check);
        let caught = caught.unwrap_or_else(|| panic!("{step} no comprueba «{check}»"));
        assert!(!caught.passed, "{step}/{name} supera «{check}»");
        assert!(
            caught
                .explanation
                .as_ref()
                .is_some_and(|why| !why.happened.is_empty())
        );
        assert!(grade.points < grade.max_points);
    }
}

#[test]
fn what_does_not_compile_is_explained_and_keeps_the_compilers_words() {
    let Some(aula) = Aula::boxed() else { return };
    let source = right_after("").replace("MapFlags::MAP_SHARED)", "0)");

    let grade = aula.examine("paso1", &source);

    assert_eq!(grade.code, Code::DoesNotCompile, "{grade:#?}");
    let problem = &grade.compile_problems[0];
    assert_eq!(problem.error_code.as_deref(), Some("E0308"));
    assert_eq!(problem.line, Some(8));
    assert!(
        problem.text.contains("mismatched types"),
        "{}",
        problem.text
    );
    assert!(
        problem.text.contains("exercises/paso1/src/lib.rs:8"),
        "{}",
        problem.text
    );
    assert!(
        problem
            .explanation
            .as_ref()
            .is_some_and(|why| why.contains("tipo"))
    );
}

#[test]
fn what_never_ends_is_out_of_time() {
    let Some(aula) = Aula::boxed() else { return };
    for trick in ["loop {}", "loop { { libc::pause(); } }"] {
        let grade = aula.examine("paso1", &right_after(trick));

        assert_eq!(grade.code, Code::OutOfTime, "{trick}: {grade:#?}");
    }
}

#[test]
fn what_eats_the_memory_is_out_of_memory() {
    let Some(aula) = Aula::boxed() else { return };
    let alone = "loop { std::mem::forget(std::hint::black_box(vec![1_u8; 16 << 20])); }";
    // Ninguno pasa de su límite; entre todos, sí.
    let together = "for _ in 0..40 { if { libc::fork() } == 0 {\
                    { libc::alarm(20) };\
                    std::hint::black_box(&vec![1_u8; 64 << 20]);\
                    loop { { libc::pause(); } } } }\
                    { libc::sleep(20); }";
    // Ni siquiera es memoria suya: está en archivos que solo existen en memoria.
    let in_files = "for _ in 0..10 { if { libc::fork() } == 0 {\
                    { libc::alarm(20) };\
                    let bytes = vec![1_u8; 4 << 20];\
                    for _ in 0..60 {\
                    let file = { libc::memfd_create(c\"x\".as_ptr(), 0) };\
                    { libc::write(file, bytes.as_ptr().cast(), bytes.len()) }; }\
                    loop { { libc::pause(); } } } }\
                    { libc::sleep(20); }";
    for trick in [alone, together, in_files] {
        let grade = aula.examine("paso1", &right_after(trick));

        assert_eq!(grade.code, Code::OutOfMemory, "{trick}: {grade:#?}");
    }
}

#[test]
fn what_breeds_without_end_has_too_many_processes() {
    let Some(aula) = Aula::boxed() else { return };
    // Acotada por si la caja no lo hiciera.
    let bomb = "for _ in 0..12 { if { libc::fork() } == 0 { { libc::alarm(20) }; } }\
                { libc::sleep(20); }";

    let grade = aula.examine("paso1", &right_after(bomb));

    assert_eq!(grade.code, Code::TooManyProcesses, "{grade:#?}");
}

#[test]
fn what_a_signal_kills_is_killed() {
    let Some(aula) = Aula::boxed() else { return };
    for trick in [
        "{ std::ptr::null_mut::<u8>().write_volatile(1) };",
        "{ libc::raise(libc::SIGKILL) };",
    ] {
        let grade = aula.examine("paso1", &right_after(trick));

        assert_eq!(grade.code, Code::Killed, "{trick}: {grade:#?}");
    }
}

/// Estas señales no las recibe nadie: ni el portero, que es el primer proceso, ni los
/// de fuera, que desde dentro no existen.
#[test]
fn killing_everyone_in_sight_hurts_nobody() {
    let Some(aula) = Aula::boxed() else { return };
    let trick = "{ libc::kill(1, libc::SIGKILL); libc::kill(-1, libc::SIGKILL); }";

    let grade = aula.examine("paso1", &right_after(trick));

    assert_eq!(grade.code, Code::Good, "{grade:#?}");
}

/// Lo que solo serviría para salir de la caja falla con un error, y quien lo intenta
/// sigue. Aquí responde bien únicamente si se lo dejan hacer.
#[test]
fn what_would_open_the_box_is_refused() {
    let Some(aula) = Aula::boxed() else { return };
    for (name, call) in [
        ("red", "libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0)"),
        (
            "vsock",
            "libc::socket(libc::AF_VSOCK, libc::SOCK_STREAM, 0)",
        ),
        ("trazar", "libc::ptrace(libc::PTRACE_SEIZE, 1, 0, 0) as i32"),
        (
            "montar",
            "libc::mount(c\"/\".as_ptr(), c\"/tmp\".as_ptr(), std::ptr::null(), libc::MS_BIND, std::ptr::null())",
        ),
        ("espacio", "libc::unshare(libc::CLONE_NEWUSER)"),
        (
            "raíz",
            "libc::open(c\"/nuevo\".as_ptr(), libc::O_CREAT | libc::O_RDWR, 0o600)",
        ),
        (
            "programa",
            "libc::open(c\"/caja/paso1\".as_ptr(), libc::O_RDWR)",
        ),
        (
            "fuera",
            "libc::open(c\"/etc/passwd\".as_ptr(), libc::O_RDONLY)",
        ),
        (
            "portero",
            "libc::open(c\"/proc/1/mem\".as_ptr(), libc::O_RDWR)",
        ),
    ] {
        let trick = format!("if {{ {call} }} < 0 {{ return Err(nix::errno::Errno::EPERM); }}");

        let grade = aula.examine("paso1", &right_after(&trick));

        assert_eq!(grade.code, Code::Wrong, "{name}: {grade:#?}");
    }
}

#[test]
fn what_hides_behind_the_compiler_is_forbidden_with_its_line() {
    let Some(aula) = Aula::boxed() else { return };
    let included = right_after("const S: &str = include_str!(\"/etc/passwd\");");
    let replaced = right_after("") + "#[unsafe(no_mangle)]\npub extern \"C\" fn exit(_: i32) {}\n";
    for (source, line) in [(included, "línea 6"), (replaced, "línea 10")] {
        let grade = aula.examine("paso1", &source);

        assert_eq!(grade.code, Code::Forbidden, "{grade:#?}");
        let reason = grade.reason.unwrap_or_default();
        assert!(reason.contains(line), "{reason}");
    }
}

#[test]
fn a_daemon_does_not_outlive_its_submission() {
    let Some(aula) = Aula::boxed() else { return };
    let marked = format!("demonio-{}", std::process::id());
    let trick = format!(
        "if {{ libc::fork() }} == 0 {{ {{ libc::setsid(); libc::alarm(60); }}\
         if {{ libc::fork() }} == 0 {{\
         {{ libc::prctl(libc::PR_SET_NAME, c\"{}\".as_ptr()); }}\
         loop {{ {{ libc::pause(); }} }} }}\
         {{ libc::_exit(0) }} }}",
        &marked[..15.min(marked.len())]
    );

    let grade = aula.examine("paso1", &right_after(&trick));

    assert_eq!(grade.code, Code::Wrong, "{grade:#?}");
    assert_eq!(aula::processes_called(&marked[..15.min(marked.len())]), 0);
}

#[test]
fn after_the_worst_the_next_one_is_judged_as_always() {
    let Some(aula) = Aula::boxed() else { return };
    let bomb = "loop { { libc::fork(); libc::alarm(20); } }";
    let worker = aula.another_worker();

    let first = aula.examine_by(worker, "paso1", &right_after(bomb));
    let next = aula.examine_by(worker, "paso1", &aula::renamed_solution("paso1", "después"));

    assert!(
        matches!(first.code, Code::TooManyProcesses | Code::OutOfTime),
        "{first:#?}"
    );
    assert_eq!(next.code, Code::Good, "{next:#?}");
}

#[test]
fn nobody_is_left_when_everything_has_been_judged() {
    let Some(aula) = Aula::boxed() else { return };
    let worker = aula.another_worker();
    let orphans = "for _ in 0..20 { if { libc::fork() } == 0 {\
                   { libc::alarm(60); libc::setsid(); }\
                   loop { { libc::pause(); } } } }";

    aula.examine_by(worker, "paso1", &right_after(orphans));

    assert_eq!(aula::processes_of(worker), Vec::<String>::new());
}

/// Para quien califica lo suyo: se juzga igual, pero nada lo contiene, y se dice.
#[test]
fn without_the_box_what_is_ones_own_is_judged_all_the_same() {
    let aula = Aula::with(Options {
        boxed: false,
        ..Options::default()
    });
    let aula = aula.unwrap_or_else(|error| panic!("{error:#}"));
    let (wrong, check) = aula::wrong("paso1", "privada");

    let right = aula.examine("paso1", &aula::solution("paso1"));
    let wrong = aula.examine("paso1", &wrong);
    let broken = aula.examine("paso1", "pub fn allocate() -> u8 { \"ocho\" }");
    let endless = aula.examine("paso1", &right_after("loop {}"));

    assert_eq!(right.code, Code::Good, "{right:#?}");
    assert_eq!(wrong.code, Code::Wrong, "{wrong:#?}");
    assert!(
        wrong
            .checks
            .iter()
            .any(|told| told.id == check && !told.passed)
    );
    assert_eq!(broken.code, Code::DoesNotCompile, "{broken:#?}");
    assert_eq!(
        broken.compile_problems[0].error_code.as_deref(),
        Some("E0308")
    );
    assert_eq!(endless.code, Code::OutOfTime, "{endless:#?}");
    assert!(!aula.report().boxed);
    assert!(aula.report().checked.is_empty());
}

#[test]
fn a_compiler_that_never_ends_is_stopped_also_without_the_box() {
    let aula = Aula::with(Options {
        boxed: false,
        ..Options::default()
    });
    let aula = aula.unwrap_or_else(|error| panic!("{error:#}"));
    let source = right_after("")
        + "#[allow(long_running_const_eval)]\nconst SPIN: u8 = { let mut n = 0_u64; while n < u64::MAX { n += 1; } 0 };\n\
           pub fn spin() -> u8 { SPIN }\n";

    let grade = aula.examine("paso1", &source);

    assert_eq!(grade.code, Code::DoesNotCompile, "{grade:#?}");
    assert!(grade.reason.is_some_and(|why| why.contains("no termina")));
}
