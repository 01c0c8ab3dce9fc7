use std::fs;

use super::*;

fn bench() -> Bench {
    Bench {
        toolchain: "t".into(),
        boxed: true,
    }
}

fn key(name: &str) -> Key {
    Key {
        step: "paso3".into(),
        sha256: name.into(),
    }
}

fn grade(code: Code, reason: &str) -> Grade {
    Grade::unjudged(code, 10, reason)
}

/// Un diario con tres resultados, y su archivo.
fn three() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diario.jsonl");
    let mut journal = Journal::open(&path, bench()).unwrap();
    for name in ["a", "b", "c"] {
        journal
            .append(&key(name), 1, &grade(Code::Good, name))
            .unwrap();
    }
    (folder, path)
}

#[test]
fn what_was_noted_is_there_when_it_is_opened_again() {
    let (_folder, path) = three();

    let journal = Journal::open(&path, bench()).unwrap();

    assert_eq!(journal.keys(), [key("a"), key("b"), key("c")]);
    let read = journal.grade(&key("b")).unwrap().unwrap();
    assert_eq!(read.reason.as_deref(), Some("b"));
    assert_eq!(journal.grade(&key("z")).unwrap(), None);
}

#[test]
fn whatever_is_left_of_the_last_line_is_removed_and_the_rest_stays() {
    let (_folder, path) = three();
    let whole = fs::read(&path).unwrap();
    let last = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;

    for cut in last..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();

        let mut journal = Journal::open(&path, bench()).unwrap();

        assert_eq!(journal.keys(), [key("a"), key("b")], "hasta el byte {cut}");
        journal
            .append(&key("c"), 1, &grade(Code::Good, "c"))
            .unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole, "hasta el byte {cut}");
    }
}

#[test]
fn a_tail_of_zeros_is_a_torn_line_too() {
    let (_folder, path) = three();
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend([0; 512]);
    fs::write(&path, &bytes).unwrap();

    let journal = Journal::open(&path, bench()).unwrap();

    assert_eq!(journal.keys().len(), 3);
}

#[test]
fn a_broken_line_in_the_middle_is_refused_with_its_number() {
    let (_folder, path) = three();
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let changed = lines[2].replacen("\"points\":0", "\"points\":9", 1);
    assert_ne!(changed, lines[2]);
    lines[2] = &changed;
    fs::write(&path, lines.join("\n") + "\n").unwrap();

    let error = Journal::open(&path, bench()).unwrap_err().to_string();

    assert!(error.contains("el renglón 3 de"), "{error}");
    assert!(error.contains("vuelve a calificar"), "{error}");
}

#[test]
fn another_file_is_not_taken_for_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diario.jsonl");
    fs::write(&path, "hola\nadiós\n").unwrap();

    let error = Journal::open(&path, bench()).unwrap_err().to_string();

    assert!(error.contains("el renglón 1 de"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "hola\nadiós\n");
}

#[test]
fn the_last_verdict_counts_and_our_failures_never_erase_one() {
    let (_folder, path) = three();
    let mut journal = Journal::open(&path, bench()).unwrap();

    journal
        .append(&key("a"), 1, &grade(Code::Wrong, "otra"))
        .unwrap();
    journal
        .append(&key("a"), 1, &grade(Code::Infra, "disco"))
        .unwrap();
    journal
        .append(&key("d"), 3, &grade(Code::Infra, "disco"))
        .unwrap();

    let journal = Journal::open(&path, bench()).unwrap();
    assert_eq!(journal.code(&key("a")), Some(Code::Wrong));
    assert_eq!(journal.code(&key("d")), Some(Code::Infra));
}

#[test]
fn results_of_another_compiler_or_without_the_box_are_not_mixed() {
    let (_folder, path) = three();
    for other in [
        Bench {
            toolchain: "u".into(),
            ..bench()
        },
        Bench {
            boxed: false,
            ..bench()
        },
    ] {
        let journal = Journal::open(&path, other).unwrap();

        assert!(journal.keys().is_empty());
    }
}
