//! Carpetas de entregas que atacan a quien las lee: ninguna cuelga, agota ni engaña a la
//! admisión, y la entrega honrada que está al lado se admite igual. Los zip hostiles
//! están en `admision/zip_hostil.rs`.

mod clase;

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;

use calificador::intake::{Intake, Request, admit};
use calificador::model::NoticeKind;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

const GOOD: &str = "pub fn write_message() {}\npub fn read_message() {}\n";

/// Una entrega hostil: se prepara en su carpeta.
type Trap = (&'static str, fn(&Path));

/// Lo que se admite de una clase en la que `trap` prepara una de las entregas.
fn beside_an_honest_one(trap: fn(&Path)) -> Intake {
    let root = tempfile::tempdir().unwrap();
    for name in ["Ana", "Malo", "Zoe"] {
        fs::create_dir(root.path().join(name)).unwrap();
    }
    fs::write(root.path().join("Ana/lib.rs"), GOOD).unwrap();
    fs::write(root.path().join("Zoe/lib.rs"), GOOD).unwrap();
    trap(&root.path().join("Malo"));
    let intake = admit(
        &Request {
            input: root.path(),
            steps: &clase::steps(),
            assigned: &["paso3".to_owned()],
            roster: None,
            due: &|_| None,
        },
        &mut |_, _| Ok(()),
    )
    .unwrap();
    let names: Vec<&str> = intake.entries.iter().map(|entry| &*entry.id).collect();
    assert_eq!(names, ["Ana", "Malo", "Zoe"]);
    for honest in [&intake.entries[0], &intake.entries[2]] {
        assert_eq!(honest.sources.len(), 1, "{:?}", honest.notices);
    }
    intake
}

/// Las que no traen nada que se pueda calificar.
const EMPTY_HANDED: &[Trap] = &[
    ("una tubería con el nombre del archivo", |folder| {
        mkfifo(&folder.join("lib.rs"), Mode::S_IRUSR | Mode::S_IWUSR).unwrap();
    }),
    ("un conector con el nombre del archivo", |folder| {
        drop(UnixListener::bind(folder.join("lib.rs")).unwrap());
    }),
    ("una carpeta con el nombre del archivo", |folder| {
        fs::create_dir(folder.join("lib.rs")).unwrap();
    }),
    ("un archivo de un terabyte que no ocupa nada", |folder| {
        let file = File::create(folder.join("lib.rs")).unwrap();
        file.set_len(1 << 40).unwrap();
    }),
    ("un zip de un terabyte que no ocupa nada", |folder| {
        let file = File::create(folder.join("entrega.zip")).unwrap();
        file.set_len(1 << 40).unwrap();
    }),
];

#[test]
fn a_hostile_folder_gives_nothing_and_says_why() {
    for (title, trap) in EMPTY_HANDED {
        let intake = beside_an_honest_one(*trap);

        let bad = &intake.entries[1];
        assert!(bad.sources.is_empty(), "{title}");
        let missing = bad.notices.iter().any(|n| n.kind == NoticeKind::Missing);
        assert!(missing, "{title}: {:?}", bad.notices);
    }
}

#[test]
fn what_would_run_in_a_project_is_left_out_and_told() {
    let intake = beside_an_honest_one(|folder| {
        let program = "fn main() { std::process::exit(0) }\n";
        for place in ["src", ".cargo", "tests"] {
            fs::create_dir(folder.join(place)).unwrap();
        }
        fs::write(folder.join("src/lib.rs"), GOOD).unwrap();
        fs::write(folder.join("build.rs"), program).unwrap();
        fs::write(folder.join("tests/juez.rs"), program).unwrap();
        fs::write(folder.join("Cargo.toml"), "[package]\nname = 'x'\n").unwrap();
        fs::write(folder.join("rust-toolchain.toml"), "[toolchain]\n").unwrap();
        fs::write(folder.join(".cargo/config.toml"), "[build]\n").unwrap();
        fs::set_permissions(folder.join("build.rs"), Permissions::from_mode(0o6755)).unwrap();
    });

    let entry = &intake.entries[1];
    let sources: Vec<&str> = entry.sources.values().map(|s| &*s.original).collect();
    assert_eq!(sources, ["src/lib.rs"]);
    let told = entry.notices.iter().map(|notice| &*notice.text);
    assert!(
        told.clone().any(|text| text.contains("build.rs")),
        "{:?}",
        told.collect::<Vec<_>>()
    );
}

#[test]
fn a_name_with_terminal_tricks_is_shown_without_them() {
    let intake = beside_an_honest_one(|folder| {
        fs::write(folder.join("\u{1b}[2J\u{202e}sr.bil.rs"), GOOD).unwrap();
        mkfifo(&folder.join("\u{1b}[31mtubo.rs"), Mode::S_IRUSR).unwrap();
    });

    // El manifiesto guarda el nombre a la letra; lo que lee una persona son los avisos.
    let bad = &intake.entries[1];
    let kinds: Vec<NoticeKind> = bad.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Rejected, NoticeKind::Renamed]);
    for notice in &bad.notices {
        assert!(!notice.text.contains(['\u{1b}', '\u{202e}']), "{notice:?}");
        assert!(notice.text.contains('␛'), "{notice:?}");
    }
}
