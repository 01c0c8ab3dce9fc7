//! Una clase entera: lo que se hace una vez, lo que se repite, y lo que se reparte.

mod clase;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use calificador::intake::Request;
use calificador::journal::{Bench, Journal};
use calificador::model::{Code, Examiner, Grade, GradeBook};
use calificador::run::{
    Crew, Ended, Part, Results, Selection, Session, WorkFolder, merge, parts_in,
};
use clase::guion::{Scripted, Silent};
use clase::zip;

fn bench() -> Bench {
    Bench {
        toolchain: "curso de prueba".into(),
        boxed: true,
    }
}

/// Una clase en el disco: una carpeta por persona, con este texto en su paso 3.
fn class(people: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in people {
        fs::create_dir(root.path().join(name)).unwrap();
        fs::write(root.path().join(name).join("lib.rs"), text).unwrap();
    }
    root
}

fn session(input: &Path, output: &Path, part: Option<Part>, bench: Bench) -> Session {
    Session::admit(
        WorkFolder::open(output, part).unwrap(),
        &Request {
            input,
            steps: &clase::steps(),
            assigned: &["paso3".to_owned()],
            roster: None,
            due: &|_| None,
        },
        bench,
    )
    .unwrap()
}

/// Califica lo que pide `selection`.
fn grade(
    session: &mut Session,
    examiner: &dyn Examiner,
    workers: usize,
    selection: &Selection,
) -> Ended {
    let works = session.pending(selection).unwrap();
    let crew = Crew {
        examiner,
        workers,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    crew.grade(&works, &mut session.journal).unwrap()
}

/// De principio a fin; devuelve los resultados como texto y cuántos exámenes costó.
fn whole(input: &Path, output: &Path, workers: usize) -> (String, usize) {
    let examiner = Scripted::default();
    let mut session = session(input, output, None, bench());
    grade(&mut session, &examiner, workers, &Selection::default());
    (told(&session), examiner.total())
}

/// Todos los resultados, en orden, uno por línea.
fn told(session: &Session) -> String {
    let results = session.results();
    let lines = session.manifest.entries.iter().map(|entry| {
        let grade = results.grade(entry, "paso3").unwrap();
        format!("{} {}", entry.id, serde_json::to_string(&grade).unwrap())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn codes(session: &Session) -> Vec<Option<Code>> {
    let results = session.results();
    let entries = session.manifest.entries.iter();
    entries
        .map(|entry| {
            results
                .grade(entry, "paso3")
                .unwrap()
                .map(|grade| grade.code)
        })
        .collect()
}

#[test]
fn equal_files_are_graded_once_and_a_new_submission_costs_only_itself() {
    let class = class(&[("ana", "uno"), ("eva", "uno\r\n"), ("luis", "dos")]);
    fs::write(class.path().join("eva/lib.rs"), "uno").unwrap();
    let output = tempfile::tempdir().unwrap();

    let (first, cost) = whole(class.path(), output.path(), 2);
    assert_eq!(cost, 2);
    let (again, cost) = whole(class.path(), output.path(), 2);
    assert_eq!((again.as_str(), cost), (first.as_str(), 0));

    fs::create_dir(class.path().join("zoe")).unwrap();
    fs::write(class.path().join("zoe/lib.rs"), "tres").unwrap();
    let (more, cost) = whole(class.path(), output.path(), 2);
    assert_eq!(cost, 1);
    assert!(more.starts_with(&first), "{more}");
}

#[test]
fn one_person_can_be_graded_again() {
    let class = class(&[("ana", "uno"), ("luis", "dos")]);
    let output = tempfile::tempdir().unwrap();
    let (first, _) = whole(class.path(), output.path(), 1);
    let examiner = Scripted::default();
    let mut session = session(class.path(), output.path(), None, bench());

    let selection = Selection {
        only: vec!["luis".into()],
        again: true,
        part: None,
    };
    grade(&mut session, &examiner, 1, &selection);

    assert_eq!(examiner.total(), 1);
    assert_eq!(told(&session), first);
}

#[test]
fn another_compiler_grades_everything_again() {
    let class = class(&[("ana", "uno")]);
    let output = tempfile::tempdir().unwrap();
    whole(class.path(), output.path(), 1);
    let examiner = Scripted::default();
    let newer = Bench {
        toolchain: "otro".into(),
        ..bench()
    };

    let mut session = session(class.path(), output.path(), None, newer);
    grade(&mut session, &examiner, 1, &Selection::default());

    assert_eq!(examiner.total(), 1);
}

#[test]
fn our_failures_are_tried_three_times_and_are_never_a_mark() {
    let class = class(&[
        ("ana", "// INFRA 2 "),
        ("eva", "// INFRA 9 "),
        ("luis", "// PÁNICO"),
        ("zoe", "bien"),
    ]);
    let output = tempfile::tempdir().unwrap();
    let examiner = Scripted::default();
    let mut session = session(class.path(), output.path(), None, bench());

    grade(&mut session, &examiner, 2, &Selection::default());

    let codes = codes(&session);
    assert!(codes[0].unwrap().is_verdict());
    assert_eq!(codes[1..3], [Some(Code::Infra), Some(Code::Infra)]);
    assert!(codes[3].unwrap().is_verdict());
    assert_eq!(examiner.total(), 3 + 3 + 3 + 1);
    let tally = session.results().tally().unwrap();
    assert_eq!(tally.codes[&Code::Infra], 2);
    assert_eq!(
        tally.by_hand[0],
        (
            "eva (eva), paso3".to_owned(),
            "se llenó el disco".to_owned()
        )
    );
    // La próxima vez se intentan de nuevo, y solo esos.
    let pending = session.pending(&Selection::default()).unwrap();
    assert_eq!(pending.len(), 2);
}

#[test]
fn stopping_leaves_everything_ready_to_go_on() {
    let people: Vec<(String, String)> = (0..40)
        .map(|number| (format!("p{number:02}"), format!("texto {number}")))
        .collect();
    let people: Vec<(&str, &str)> = people
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let class = class(&people);
    let output = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let (expected, _) = whole(class.path(), elsewhere.path(), 1);
    let examiner = Scripted {
        stop_after: Some(10),
        ..Scripted::default()
    };
    let mut half = session(class.path(), output.path(), None, bench());

    let ended = grade(&mut half, &examiner, 2, &Selection::default());

    assert_eq!(ended, Ended::Stopped);
    let left = half.results().pending().len();
    assert!((28..=30).contains(&left), "quedan {left}");
    drop(half);
    let (finished, cost) = whole(class.path(), output.path(), 2);
    assert_eq!(cost, left);
    assert_eq!(finished, expected);
}

/// Una descarga de 300 y las carpetas de sus cuatro partes, calificadas.
fn split(examiner: &dyn Examiner) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let input = root.path().join("descarga.zip");
    fs::write(&input, zip::zip(&clase::moodle_class("paso3", 300))).unwrap();
    let output = root.path().join("salida");
    for number in 1..=4 {
        let part: Part = format!("{number}/4").parse().unwrap();
        let mut session = session(&input, &output, Some(part), bench());
        let selection = Selection {
            part: Some(part),
            ..Selection::default()
        };
        grade(&mut session, examiner, 2, &selection);
    }
    (root, input, output)
}

#[test]
fn four_parts_merged_are_the_whole_with_one_worker_or_with_two() {
    let examiner = Scripted::default();
    let (root, input, output) = split(&examiner);
    let (one, cost) = whole(&input, &root.path().join("uno"), 1);
    let (two, _) = whole(&input, &root.path().join("dos"), 2);

    let parts = parts_in(std::slice::from_ref(&output)).unwrap();
    let folder = WorkFolder::open(&output, None).unwrap();
    let (manifest, journal) = merge(&parts, &folder, false).unwrap();

    let merged = told(&Session {
        folder,
        manifest,
        journal,
    });
    assert_eq!(parts.len(), 4);
    assert_eq!(examiner.total(), cost);
    assert!(merged == one && one == two);
    assert_eq!(fs::read_dir(output.join("fuentes")).unwrap().count(), cost);
}

#[test]
fn a_part_that_is_missing_is_named_and_nothing_is_written() {
    let (_root, _, output) = split(&Scripted::default());
    let mut parts = parts_in(std::slice::from_ref(&output)).unwrap();
    parts.remove(2);
    let folder = WorkFolder::open(&output, None).unwrap();

    let error = merge(&parts, &folder, false).unwrap_err().to_string();

    assert!(
        error.contains("trabajos por calificar (la parte 3 de 4), de: "),
        "{error}"
    );
    assert!(error.contains("--parcial"), "{error}");
    assert!(!output.join("diario.jsonl").exists());
    let (_, journal) = merge(&parts, &folder, true).unwrap();
    assert!(!journal.keys().is_empty());
}

/// Dos partes de una clase de dos, la segunda con `bench`, y lo que dice reunirlas.
fn merged_with(bench_of_second: Bench, change_of_second: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    let texts = [("ana", "uno"), ("luis", "dos")];
    for (number, bench) in [(1, bench()), (2, bench_of_second)] {
        let class = class(&texts);
        if number == 2 && !change_of_second.is_empty() {
            fs::write(class.path().join("luis/lib.rs"), change_of_second).unwrap();
        }
        let part: Part = format!("{number}/2").parse().unwrap();
        let mut session = session(class.path(), root.path(), Some(part), bench);
        let selection = Selection {
            part: Some(part),
            ..Selection::default()
        };
        grade(&mut session, &Scripted::default(), 1, &selection);
    }
    let parts = parts_in(&[root.path().to_owned()]).unwrap();
    let folder = WorkFolder::open(root.path(), None).unwrap();
    let merged = merge(&parts, &folder, false);
    merged.map_or_else(|error| error.to_string(), |_| "bien".into())
}

#[test]
fn parts_graded_with_something_else_or_from_something_else_are_refused() {
    let newer = Bench {
        toolchain: "otro".into(),
        ..bench()
    };
    let unboxed = Bench {
        boxed: false,
        ..bench()
    };

    assert_eq!(merged_with(bench(), ""), "bien");
    assert!(merged_with(newer, "").contains("otro compilador"));
    assert!(merged_with(unboxed, "").contains("dentro de la caja"));
    let error = merged_with(bench(), "tres");
    assert!(
        error.contains("la primera diferencia, en «luis»"),
        "{error}"
    );
}

#[test]
fn two_parts_that_disagree_about_the_same_work_are_refused() {
    let (root, parts) = twice_graded(0);
    let mut other = Journal::open(&parts[1].join("diario.jsonl"), bench()).unwrap();
    let key = other.keys()[0].clone();
    let slow = Grade::unjudged(Code::OutOfTime, 10, "no acaba");
    other.append(&key, 2, &slow).unwrap();
    drop(other);
    let folder = WorkFolder::open(&root.path().join("c"), None).unwrap();

    let error = merge(&parts, &folder, false).unwrap_err().to_string();

    assert!(
        error.contains("dan resultados distintos del mismo trabajo"),
        "{error}"
    );
}

#[test]
fn two_parts_that_only_tell_it_differently_agree() {
    // Como dos mensajes que citan una dirección de memoria.
    let (root, parts) = twice_graded(64);
    let folder = WorkFolder::open(&root.path().join("c"), None).unwrap();

    let (manifest, journal) = merge(&parts, &folder, false).unwrap();

    let results = Results {
        manifest: &manifest,
        journal: &journal,
    };
    assert!(results.pending().is_empty());
}

/// Un trabajo calificado en dos carpetas, en la segunda con un texto de tantas letras.
fn twice_graded(letters: usize) -> (tempfile::TempDir, Vec<PathBuf>) {
    let class = class(&[("ana", "uno")]);
    let root = tempfile::tempdir().unwrap();
    let grade_in = |(name, picture): (&str, usize)| {
        let output = root.path().join(name);
        let mut session = session(class.path(), &output, None, bench());
        let examiner = Scripted {
            picture,
            ..Scripted::default()
        };
        grade(&mut session, &examiner, 1, &Selection::default());
        output
    };
    let parts = [("a", 0), ("b", letters)].map(grade_in).to_vec();
    (root, parts)
}
