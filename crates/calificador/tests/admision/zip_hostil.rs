//! Los zip que atacan a quien los abre, y las carpetas que llevan fuera.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use calificador::model::NoticeKind;

use crate::clase::zip::{self, Entry as Zipped};
use crate::{GOOD, admitted, from_zip, lines};

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
