//! Lo que llega del aula, por bien o mal que venga.

mod clase;

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use calificador::intake::{Intake, Request, Roster, admit};
use calificador::model::{Entry, NoticeKind};
use clase::zip::{self, Entry as Zipped};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const GOOD: &str = "pub fn write_message() {}\npub fn read_message() {}\n";

/// Admite lo que hay en `input`, y comprueba que cada archivo se guardó antes.
fn admitted(input: &Path, assigned: &[&str], roster: Option<&Roster>) -> anyhow::Result<Intake> {
    let assigned: Vec<String> = assigned.iter().map(ToString::to_string).collect();
    let mut kept = std::collections::BTreeMap::new();
    let intake = admit(
        &Request {
            input,
            steps: &clase::steps(),
            assigned: &assigned,
            roster,
            due: &|_| None,
        },
        &mut |sha256, text| {
            kept.insert(sha256.to_owned(), text.to_owned());
            Ok(())
        },
    )?;
    for entry in &intake.entries {
        for source in entry.sources.values() {
            assert_eq!(kept[&source.sha256].len() as u64, source.bytes);
        }
    }
    Ok(intake)
}

/// Lo mismo, con un zip y pidiendo solo el paso 3.
fn from_zip(entries: &[Zipped]) -> Intake {
    from_bytes(&zip::zip(entries))
}

fn from_bytes(bytes: &[u8]) -> Intake {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("descarga.zip");
    fs::write(&path, bytes).unwrap();
    admitted(&path, &["paso3"], None).unwrap()
}

/// Deja en el disco los archivos de un zip, como lo haría quien lo extrae.
fn extract(entries: &[Zipped], root: &Path) {
    for entry in entries {
        let path = root.join(std::ffi::OsStr::from_bytes(&entry.name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(
            &mut flate2::read::DeflateDecoder::new(&entry.data[..]),
            &mut bytes,
        )
        .unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Cada entrega en una línea: de quién, de qué archivo sale y qué clases de avisos.
fn lines(intake: &Intake) -> Vec<String> {
    intake.entries.iter().map(line).collect()
}

fn line(entry: &Entry) -> String {
    let originals: Vec<&str> = entry
        .sources
        .values()
        .map(|source| source.original.as_str())
        .collect();
    let kinds: Vec<String> = entry
        .notices
        .iter()
        .map(|notice| format!("{:?}", notice.kind))
        .collect();
    format!(
        "{} {} [{}] {}",
        entry.id,
        entry.student.name,
        originals.join(","),
        kinds.join(",")
    )
}

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
        "7 Ana [entrega.zip/entrega/exercises/paso3/src/lib.rs] Ignored,Ignored"
    );
    assert!(entry.notices[0].text.contains("un zip dentro de otro"));
    assert!(
        entry.notices[1]
            .text
            .contains("«entrega.zip/entrega/build.rs»")
    );
}

/// Un zip que intenta algo, y la palabra del aviso que lo dice. `None`: se lee igual;
/// con la palabra vacía, cualquiera de las dos cosas vale.
type Hostile = (&'static str, Vec<u8>, Option<&'static str>);

fn lib() -> Zipped {
    Zipped::new("lib.rs", GOOD.as_bytes())
}

fn named(name: &[u8]) -> Zipped {
    Zipped {
        name: name.to_vec(),
        ..lib()
    }
}

/// Los que mienten sobre qué es cada archivo y dónde va.
fn hostile_names() -> Vec<Hostile> {
    vec![
        (
            "se sale",
            zip::zip(&[named(b"../../../lib.rs")]),
            Some("se sale"),
        ),
        (
            "se sale a la manera de Windows",
            zip::zip(&[named(b"a\\..\\..\\lib.rs")]),
            Some("se sale"),
        ),
        (
            "absoluta",
            zip::zip(&[named(b"/etc/cron.d/lib.rs")]),
            Some("absoluta"),
        ),
        (
            "con disco",
            zip::zip(&[named(b"C:\\lib.rs")]),
            Some("absoluta"),
        ),
        (
            "con un NUL",
            zip::zip(&[named(b"lib.rs\0.txt")]),
            Some("no se puede leer"),
        ),
        (
            "enlace",
            zip::zip(&[lib().of_mode(0o120_777)]),
            Some("enlace"),
        ),
        (
            "tubería",
            zip::zip(&[lib().of_mode(0o010_644)]),
            Some("tubería"),
        ),
        (
            "dispositivo",
            zip::zip(&[lib().of_mode(0o020_644)]),
            Some("dispositivo"),
        ),
        (
            "cifrado",
            zip::zip(&[Zipped { flags: 1, ..lib() }]),
            Some("contraseña"),
        ),
    ]
}

/// Los que mienten sobre lo que llevan dentro.
fn hostile_contents() -> Vec<Hostile> {
    let bomb = Zipped::new("lib.rs", &vec![b' '; 200 << 10]);
    let liar = Zipped {
        size: 10,
        ..bomb.clone()
    };
    let overlapping = [
        lib(),
        Zipped {
            offset: Some(0),
            ..Zipped::new("otro.rs", GOOD.as_bytes())
        },
    ];
    // Que no se pueda comprimir: es grande, y no una bomba.
    let noise: Vec<u8> = (0_u32..1 << 20)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let whole = zip::zip(&[lib()]);
    vec![
        ("bomba", zip::zip(&[bomb]), Some("crece demasiado")),
        ("bomba que miente", zip::zip(&[liar]), Some("estropeado")),
        (
            "bomba grande",
            zip::zip(&[Zipped::new("lib.rs", &vec![b' '; 8 << 20])]),
            Some("256 KiB"),
        ),
        (
            "grande",
            zip::zip(&[Zipped {
                method: 0,
                data: noise,
                size: 1 << 20,
                ..lib()
            }]),
            Some("256 KiB"),
        ),
        ("pisados", zip::zip(&overlapping), Some("se pisan")),
        ("repetidos", zip::zip(&[lib(), lib()]), Some("se pisan")),
        (
            "con otro CRC",
            zip::zip(&[Zipped { crc: 1, ..lib() }]),
            Some("estropeado"),
        ),
        (
            "método raro",
            zip::zip(&[Zipped {
                method: 97,
                ..lib()
            }]),
            Some("no se conoce"),
        ),
        (
            "cortado",
            whole[..whole.len() - 30].to_vec(),
            Some("estropeado"),
        ),
        ("vacío", Vec::new(), Some("estropeado")),
        ("que no es un zip", b"hola".repeat(100), Some("estropeado")),
        (
            "que dice tener de más",
            zip::lying(&[lib()], 60_000),
            Some("más de"),
        ),
        (
            "que dice tener de menos",
            zip::lying(&[lib(), Zipped::new("b.rs", b"x")], 1),
            Some(""),
        ),
        (
            "con nombres larguísimos",
            zip::zip(&[Zipped::new(&"a/".repeat(20_000), b""), lib()]),
            None,
        ),
        (
            "nombres de DOS",
            zip::zip(&[Zipped {
                flags: 0,
                ..named(b"se\xa4al/lib.rs")
            }]),
            None,
        ),
    ]
}

#[test]
fn a_hostile_zip_is_refused_by_name_and_the_others_are_graded() {
    for (title, bytes, word) in [hostile_names(), hostile_contents()].concat() {
        let intake = from_zip(&[
            Zipped::new("Ana_1_assignsubmission_file/lib.rs", GOOD.as_bytes()),
            Zipped::new("Malo_2_assignsubmission_file/entrega.zip", &bytes),
            Zipped::new("Zoe_3_assignsubmission_file/lib.rs", GOOD.as_bytes()),
        ]);

        let lines = lines(&intake);
        assert_eq!(lines[0], "1 Ana [lib.rs] ", "{title}");
        assert_eq!(lines[2], "3 Zoe [lib.rs] ", "{title}");
        let bad = &intake.entries[1];
        match word {
            None => assert_eq!(bad.sources.len(), 1, "{title}: {:?}", bad.notices),
            Some("") => {}
            Some(word) => {
                assert!(bad.sources.is_empty(), "{title}");
                let said = bad.notices.iter().any(|notice| {
                    notice.kind == NoticeKind::Rejected && notice.text.contains(word)
                });
                assert!(said, "{title}: {:?}", bad.notices);
                assert!(
                    bad.notices.iter().any(|n| n.kind == NoticeKind::Missing),
                    "{title}"
                );
            }
        }
    }
}

#[test]
fn hostile_folders_are_not_followed_and_do_not_stop_the_others() {
    let root = tempfile::tempdir().unwrap();
    let put = |path: &str, bytes: &[u8]| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    put("Ana/lib.rs", GOOD.as_bytes());
    put("Zoe/src/lib.rs", GOOD.as_bytes());
    fs::create_dir(root.path().join("Malo")).unwrap();
    symlink(
        root.path().join("Ana/lib.rs"),
        root.path().join("Malo/lib.rs"),
    )
    .unwrap();
    symlink("/", root.path().join("Malo/src")).unwrap();
    symlink(root.path().join("Ana"), root.path().join("Vago")).unwrap();
    let latin = root.path().join(std::ffi::OsStr::from_bytes(b"Jos\xe9"));
    fs::create_dir(&latin).unwrap();
    fs::write(latin.join("lib.rs"), b"// a\xf1o\r\n").unwrap();

    let intake = admitted(root.path(), &["paso3"], None).unwrap();

    assert_eq!(
        lines(&intake),
        [
            "Ana Ana [lib.rs] ",
            "José José [lib.rs] Encoding,Encoding",
            "Malo Malo [] Rejected,Rejected,Missing",
            "Zoe Zoe [src/lib.rs] ",
        ]
    );
    assert!(
        intake.notices[0]
            .text
            .contains("«Vago» no es la entrega de nadie")
    );
}

/// Los archivos de una entrega para el paso 3, y la línea que resulta.
#[test]
fn a_renamed_file_is_taken_when_there_is_no_doubt_and_always_said() {
    let other = &format!("{GOOD}// otra");
    for (files, expected) in [
        (&[("lib (1).rs", GOOD)][..], "[lib (1).rs] Renamed"),
        (&[("lib_final.rs", GOOD)], "[lib_final.rs] Renamed"),
        (
            &[("mi programa.rs", "fn otra() {}")],
            "[mi programa.rs] Renamed",
        ),
        (&[("lib.rs.txt", GOOD)], "[lib.rs.txt] Renamed"),
        (&[("Paso 3/lib.rs", GOOD)], "[Paso 3/lib.rs] Renamed"),
        (&[("paso3.rs", GOOD)], "[paso3.rs] Renamed"),
        (&[("LIB.RS", GOOD)], "[LIB.RS] Renamed"),
        (
            &[("lib.rs", GOOD), ("lib (1).rs", other)],
            "[lib.rs] Duplicate",
        ),
        (&[("lib.rs", GOOD), ("copia/lib.rs", GOOD)], "[lib.rs] "),
        (
            &[("a/lib.rs", GOOD), ("b/lib.rs", other)],
            "[a/lib.rs] Duplicate",
        ),
        (
            &[("lib.rs", "§"), ("lib_final.rs", GOOD)],
            "[lib_final.rs] Renamed",
        ),
        (&[("uno.rs", "x"), ("dos.rs", "y")], "[] Missing"),
        (&[("main.rs", GOOD)], "[] Ignored,Missing"),
        (&[("paso2/src/lib.rs", GOOD)], "[] Ignored,Missing"),
        (
            &[("tests/lib.rs", GOOD), ("build.rs", "")],
            "[] Ignored,Missing",
        ),
        (&[("lib.rs", "§")], "[lib.rs] Untouched"),
        (&[("lib.rs", "")], "[lib.rs] "),
        (
            &[
                ("exercises/paso3/src/lib.rs", GOOD),
                ("exercises/paso3/src/dialogue.rs", "mod x;"),
                ("exercises/paso3/src/main.rs", ""),
            ],
            "[exercises/paso3/src/lib.rs] Ignored",
        ),
        (&[("entrega.rar", "Rar!")], "[] Rejected,Missing"),
    ] {
        let stub = clase::stub("paso3");
        let zipped: Vec<Zipped> = files
            .iter()
            .map(|(name, text)| {
                let text = if *text == "§" { stub.as_str() } else { text };
                Zipped::new(
                    &format!("Ana_1_assignsubmission_file/{name}"),
                    text.as_bytes(),
                )
            })
            .collect();

        let intake = from_zip(&zipped);

        assert_eq!(
            lines(&intake),
            [format!("1 Ana {expected}")],
            "{:?}",
            intake.entries
        );
    }
}

#[test]
fn with_several_steps_the_functions_say_which_file_is_which() {
    let root = tempfile::tempdir().unwrap();
    let ana = root.path().join("Ana");
    fs::create_dir(&ana).unwrap();
    fs::write(ana.join("lib.rs"), clase::solution("paso1")).unwrap();
    fs::write(ana.join("lib (1).rs"), clase::solution("paso3")).unwrap();
    fs::write(ana.join("lib (2).rs"), "fn nada() {}").unwrap();

    let intake = admitted(root.path(), &["paso1", "paso3", "paso4"], None).unwrap();

    let entry = &intake.entries[0];
    assert_eq!(entry.sources["paso1"].original, "lib.rs");
    assert_eq!(entry.sources["paso3"].original, "lib (1).rs");
    assert!(!entry.sources.contains_key("paso4"));
    assert!(
        entry
            .notices
            .iter()
            .any(|n| n.text == "paso4: falta exercises/paso4/src/lib.rs")
    );
    assert!(
        entry
            .notices
            .iter()
            .any(|n| n.text.contains("no se usa «lib (2).rs»"))
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Un zip con bytes cambiados al azar no da un pánico ni estorba al de al lado.
    #[test]
    fn a_zip_broken_anyhow_breaks_nobody_else(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = zip::zip(&[
            Zipped::new("paso3/src/lib.rs", GOOD.as_bytes()),
            Zipped::new("build.rs", b"fn main() {}"),
            Zipped::new("../lib.rs", GOOD.as_bytes()),
        ]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }

        let intake = from_zip(&[
            Zipped::new("Ana_1_assignsubmission_file/lib.rs", GOOD.as_bytes()),
            Zipped::new("Malo_2_assignsubmission_file/entrega.zip", &bytes),
        ]);

        prop_assert_eq!(line(&intake.entries[0]), "1 Ana [lib.rs] ");
        prop_assert_eq!(intake.entries.len(), 2);
        let originals = intake.entries[1].sources.values().map(|source| &source.original);
        for original in originals {
            prop_assert!(!original.contains(".."), "{}", original);
        }
    }

    /// Ni un zip que sea toda la descarga, aunque entonces pueda no haber nada que leer.
    #[test]
    fn a_broken_download_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = zip::zip(&[
            Zipped::new("Ana_1_assignsubmission_file/lib.rs", GOOD.as_bytes()),
            Zipped::new("Luis_2_assignsubmission_file_lib.rs", GOOD.as_bytes()),
        ]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("descarga.zip");
        fs::write(&path, bytes).unwrap();

        let _ = admitted(&path, &["paso3"], None);
    }
}
