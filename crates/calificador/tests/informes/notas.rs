//! Las notas de la clase pequeña: una de cada clase.

use calificador::model::{Check, Code, CompileProblem, Explanation, Grade};

use crate::clase::{HOSTILE, PICTURE};

pub fn check(id: &str, title: &str, weight: u32, story: Option<Explanation>) -> Check {
    Check {
        id: id.into(),
        title: title.into(),
        passed: story.is_none(),
        points: if story.is_none() { weight } else { 0 },
        weight,
        explanation: story,
    }
}

pub fn judged(checks: Vec<Check>) -> Grade {
    let code = if checks.iter().all(|check| check.passed) {
        Code::Good
    } else {
        Code::Wrong
    };
    Grade {
        code,
        points: checks.iter().map(|check| check.points).sum(),
        max_points: checks.iter().map(|check| check.weight).sum(),
        checks,
        compile_problems: Vec::new(),
        reason: None,
        exhaustive: true,
        gaps: Vec::new(),
        duration_ms: 137,
    }
}

pub fn good() -> Grade {
    judged(vec![
        check("mensaje", "El hijo lee el mensaje entero", 6, None),
        check("errores", "Cada error se devuelve, sin pánico", 4, None),
    ])
}

pub fn race() -> Grade {
    let story = || {
        Explanation {
        expected: "Que en todos los órdenes posibles el hijo leyera el mensaje entero.".into(),
        happened: "Hay un orden en el que el hijo lee a medias:\n  El hijo lee: ¡Hola,\ny termina como si nada.".into(),
        cause: "El padre abre la puerta antes de acabar de escribir.".into(),
        next: "Abre la puerta después de la última escritura.".into(),
        section: Some("ocurre-antes".into()),
        picture: Some(PICTURE.into()),
        picture_svg: None,
        replay: Some("cargo run -- explorar --plan a3b2 -- target/debug/paso4".into()),
    }
    };
    judged(vec![
        check("espera", "wait_for dice cómo acabó el hijo", 3, None),
        check(
            "orden",
            "En todos los órdenes el hijo lee el mensaje entero",
            4,
            Some(story()),
        ),
        check(
            "interrumpida",
            "Lo mismo si una señal interrumpe la espera",
            3,
            Some(story()),
        ),
    ])
}

pub fn utf8() -> Grade {
    let story = Explanation {
        expected: "MessageError::InvalidUtf8".into(),
        happened: "El programa dijo «ni�o».".into(),
        cause: "Se usa from_utf8_lossy, que se traga el error.".into(),
        next: "Usa str::from_utf8 y devuelve su error.".into(),
        section: Some("utf8".into()),
        ..Explanation::default()
    };
    judged(vec![
        check("mensaje", "El hijo lee el mensaje entero", 6, None),
        check(
            "errores",
            "Cada error se devuelve, sin pánico",
            4,
            Some(story),
        ),
    ])
}

pub fn does_not_compile() -> Grade {
    Grade {
        compile_problems: vec![CompileProblem {
            error_code: Some("E0308".into()),
            line: Some(12),
            explanation: Some("Los tipos no coinciden: se esperaba `usize` y hay `&str`.".into()),
            text: "error[E0308]: mismatched types\n  --> src/lib.rs:12:5\n   |\n12 |     \"hola\"\n   |     ^^^^^^ expected `usize`, found `&str`".into(),
        }],
        ..Grade::unjudged(Code::DoesNotCompile, 10, "rustc encuentra un error.")
    }
}

pub fn forbidden() -> Grade {
    Grade::unjudged(
        Code::Forbidden,
        10,
        "Línea 3: `#[link_section]` no hace falta para el ejercicio.",
    )
}

pub fn killed() -> Grade {
    Grade::unjudged(Code::Killed, 10, "SIGSEGV: acceso a memoria prohibido.")
}

pub fn sampled() -> Grade {
    Grade {
        exhaustive: false,
        gaps: vec!["se agotó el tiempo de la exploración".into()],
        ..good()
    }
}

pub fn hostile() -> Grade {
    let story = Explanation {
        expected: HOSTILE.into(),
        happened: HOSTILE.into(),
        cause: HOSTILE.into(),
        next: HOSTILE.into(),
        section: Some("\"><script>".into()),
        picture: Some(HOSTILE.into()),
        picture_svg: Some("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>alert(3)</script></svg>".into()),
        replay: Some(HOSTILE.into()),
    };
    let mut grade = judged(vec![
        check("mensaje", HOSTILE, 6, Some(story)),
        check("errores", "Cada error se devuelve, sin pánico", 4, None),
    ]);
    grade.reason = Some(HOSTILE.into());
    grade.compile_problems.push(CompileProblem {
        error_code: Some(HOSTILE.into()),
        line: Some(1),
        explanation: Some(HOSTILE.into()),
        text: HOSTILE.into(),
    });
    grade
}
