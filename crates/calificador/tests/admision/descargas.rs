//! Las formas que tiene una descarga: zip, carpeta, clones, un archivo, con su hoja.

use std::fs;
use std::path::PathBuf;

use calificador::intake::Roster;
use calificador::model::{Entry, NoticeKind};
use jiff::tz::TimeZone;

use crate::clase;
use crate::clase::zip::{self, Entry as Zipped};
use crate::{GOOD, admitted, extract, from_zip, line, lines};

#[test]
fn a_moodle_download_is_read_zipped_or_extracted_with_folders_or_without() {
    let folders = [
        Zipped::new(
            "Ana López_101_assignsubmission_file/lib.rs",
            GOOD.as_bytes(),
        ),
        Zipped::new("Luis_9_assignsubmission_file_/src/lib.rs", GOOD.as_bytes()),
        Zipped::new(
            "Participante_12_assignsubmission_file/lib.rs",
            GOOD.as_bytes(),
        ),
        Zipped::new(
            "Eva_13_assignsubmission_onlinetext/onlinetext.html",
            b"<p>hola</p>",
        ),
    ];
    let expected = [
        "9 Luis [src/lib.rs] ",
        "12 Participante 12 [lib.rs] ",
        "13 Eva [] Ignored,Missing",
        "101 Ana López [lib.rs] ",
    ];

    let zipped = from_zip(&folders);
    let root = tempfile::tempdir().unwrap();
    extract(&folders, root.path());
    let extracted = admitted(root.path(), &["paso3"], None).unwrap();
    let flat = from_zip(&[
        Zipped::new(
            "Ana López_101_assignsubmission_file_lib.rs",
            GOOD.as_bytes(),
        ),
        Zipped::new("Luis_9_assignsubmission_file_src_lib.rs", GOOD.as_bytes()),
    ]);

    assert_eq!(lines(&zipped), expected);
    assert_eq!(zipped, extracted);
    assert_eq!(
        lines(&flat),
        ["9 Luis [src_lib.rs] ", "101 Ana López [lib.rs] "]
    );
}

#[test]
fn the_file_of_another_step_is_graded_and_said() {
    let text = clase::solution("paso1");

    let intake = from_zip(&[Zipped::new(
        "Ana_7_assignsubmission_file/lib.rs",
        text.as_bytes(),
    )]);

    let entry = &intake.entries[0];
    assert_eq!(line(entry), "7 Ana [lib.rs] OtherStep");
    let told = &entry.notices[0].text;
    assert!(told.contains("«lib.rs» parece el de paso1"), "{told}");
}

#[test]
fn among_thousands_of_files_the_one_asked_for_is_found() {
    let place = |name: &str| format!("Ana_7_assignsubmission_file/{name}");
    let mut entries: Vec<Zipped> = (0..500)
        .map(|number| Zipped::new(&place(&format!("a{number}/copia.rs")), b"fn f() {}"))
        .collect();
    entries.push(Zipped::new(&place("lib.rs"), GOOD.as_bytes()));

    let intake = from_zip(&entries);

    assert_eq!(line(&intake.entries[0]), "7 Ana [lib.rs] Ignored");
}

#[test]
fn a_zip_within_the_download_is_opened_once_and_no_more() {
    let inner = zip::zip(&[Zipped::new("paso3/src/lib.rs", b"otra")]);
    let nested = zip::zip(&[
        Zipped::new("entrega/exercises/paso3/src/lib.rs", GOOD.as_bytes()),
        Zipped::new("entrega/build.rs", b"fn main() {}"),
        Zipped::new("entrega/tests/juez.rs", b""),
        Zipped::new("entrega/mas.zip", &inner),
    ]);

    let intake = from_zip(&[Zipped::new(
        "Ana_7_assignsubmission_file/entrega.zip",
        &nested,
    )]);

    let entry = &intake.entries[0];
    assert_eq!(
        line(entry),
        "7 Ana [entrega.zip/entrega/exercises/paso3/src/lib.rs] Rejected,Ignored"
    );
    assert!(entry.notices[0].text.contains("un zip dentro de otro"));
    assert!(
        entry.notices[1]
            .text
            .contains("«entrega.zip/entrega/build.rs»")
    );
}

#[test]
fn git_clones_say_their_user_and_are_never_run() {
    let root = tempfile::tempdir().unwrap();
    for user in ["ana", "luis"] {
        let clone = root.path().join(format!("semana3-{user}"));
        fs::create_dir_all(clone.join(".git")).unwrap();
        fs::create_dir_all(clone.join("exercises/paso3/src")).unwrap();
        fs::write(
            clone.join("exercises/paso3/src/lib.rs"),
            format!("{GOOD}// {user}"),
        )
        .unwrap();
        fs::write(clone.join("Cargo.toml"), "[package]").unwrap();
    }

    let intake = admitted(root.path(), &["paso3"], None).unwrap();

    let users: Vec<_> = intake
        .entries
        .iter()
        .map(|entry| {
            (
                entry.id.as_str(),
                entry.student.username.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(users, [("semana3-ana", "ana"), ("semana3-luis", "luis")]);
}

#[test]
fn a_single_file_is_a_submission_and_something_else_is_not() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("ana.rs");
    fs::write(&path, GOOD).unwrap();
    let pdf = root.path().join("notas.pdf");
    fs::write(&pdf, "%PDF").unwrap();
    let empty = root.path().join("vacía");
    fs::create_dir(&empty).unwrap();
    let error = |path: &PathBuf| admitted(path, &["paso3"], None).unwrap_err().to_string();

    assert_eq!(
        lines(&admitted(&path, &["paso3"], None).unwrap()),
        ["ana ana [ana.rs] Renamed"]
    );
    assert!(error(&pdf).contains("no es una carpeta, ni un zip"));
    assert!(error(&empty).contains("no hay ninguna entrega"));
}

#[test]
fn the_worksheet_beside_the_download_gives_names_and_absences() {
    let sheet = "Identificador,Nombre completo,Dirección de correo\n\
                 Participante 1,\"Núñez Ñandú, \"\"Pepe\"\" =2+3\",pepe@uni.es\n\
                 Participante 2,Luis,luis@uni.es\n";
    let roster = Roster::parse(sheet.as_bytes(), &TimeZone::UTC).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.zip");
    let zipped = [Zipped::new(
        "Participante_1_assignsubmission_file/lib.rs",
        GOOD.as_bytes(),
    )];
    fs::write(&path, zip::zip(&zipped)).unwrap();

    let intake = admitted(&path, &["paso3"], Some(&roster)).unwrap();

    assert_eq!(
        lines(&intake),
        [
            "1 Núñez Ñandú, \"Pepe\" =2+3 [lib.rs] ",
            "2 Luis [] Missing"
        ]
    );
}

#[test]
fn a_folder_with_two_downloads_of_the_same_task_keeps_the_last_of_each() {
    let root = tempfile::tempdir().unwrap();
    for (name, people) in [
        ("grupo-a.zip", &["Ana_1"][..]),
        ("grupo-b.zip", &["Ana_1", "Luis_2"]),
    ] {
        let entries: Vec<Zipped> = people
            .iter()
            .map(|who| {
                Zipped::new(
                    &format!("{who}_assignsubmission_file/lib.rs"),
                    name.as_bytes(),
                )
            })
            .collect();
        fs::write(root.path().join(name), zip::zip(&entries)).unwrap();
    }
    fs::write(root.path().join("notas.csv"), "a,b\n").unwrap();

    let intake = admitted(root.path(), &["paso3"], None).unwrap();

    assert_eq!(
        lines(&intake),
        ["1 Ana [lib.rs] Duplicate", "2 Luis [lib.rs] "]
    );
    assert!(intake.notices[0].text.contains("--hoja"));
}

#[test]
fn three_hundred_submissions_are_all_there() {
    let intake = from_zip(&clase::moodle_class("paso3", 300));

    assert_eq!(intake.entries.len(), 300);
    assert!(intake.entries.iter().all(|entry| entry.sources.len() == 1));
    assert!(
        intake.entries[0]
            .student
            .name
            .starts_with("Núñez Ñandú, \"Pepe\" =2+3")
    );
    let count = |kind| {
        let notices = intake.entries.iter().flat_map(|entry| &entry.notices);
        notices.filter(|notice| notice.kind == kind).count()
    };
    assert_eq!(count(NoticeKind::Untouched), 30);
    assert_eq!(count(NoticeKind::Renamed), 30);
    assert_eq!(count(NoticeKind::Ignored), 30);
}

#[test]
fn what_may_hold_the_answer_is_never_a_zero() {
    let inner = zip::zip(&[Zipped::new("lib.rs", GOOD.as_bytes())]);
    let outer = zip::zip(&[Zipped::new("otro.zip", &inner)]);

    let intake = from_zip(&[
        Zipped::new("Ana_1_assignsubmission_file/entrega.zip", &outer),
        Zipped::new("Luis_2_assignsubmission_file/uno.rs", b"fn a() {}"),
        Zipped::new("Luis_2_assignsubmission_file/dos.rs", b"fn b() {}"),
        Zipped::new("Eva_3_assignsubmission_file/informe.pdf", b"%PDF-1.7"),
    ]);

    let excused = |entry: &Entry| entry.notices.iter().any(|notice| notice.kind.excuses());
    let all: Vec<bool> = intake.entries.iter().map(excused).collect();
    assert_eq!(all, [true, true, false], "{:#?}", intake.entries);
}
