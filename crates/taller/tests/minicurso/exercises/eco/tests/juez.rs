//! Un juez en miniatura, con los mismos argumentos y el mismo JSON que los del curso.

use std::process::{Command, ExitCode};

/// Nombre, puntos y número con el que se prueba.
const CHECKS: [(&str, u32, &str); 2] = [("tres", 6, "3"), ("cero", 4, "0")];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--list") {
        let checks = CHECKS.map(|(id, weight, _)| {
            format!(r#"{{"id":"{id}","title":"El doble de {id}","weight":{weight}}}"#)
        });
        println!(r#"{{"step":"eco","checks":[{}]}}"#, checks.join(","));
        return ExitCode::SUCCESS;
    }
    let after = |name| args.iter().skip_while(|arg| *arg != name).nth(1);
    let (Some(program), Some(reference)) = (after("--programa"), after("--referencia")) else {
        return ExitCode::from(2);
    };
    let told = after("--formato").is_some_and(|format| format == "jsonl");
    let filter = args.iter().skip_while(|arg| *arg != "--").nth(1);
    let chosen = CHECKS.iter().filter(|(id, ..)| filter.is_none_or(|text| id.contains(text)));
    let chosen: Vec<_> = chosen.collect();
    if told {
        let announced = chosen.iter().map(|(id, weight, _)| {
            format!(r#"{{"id":"{id}","title":"El doble de {id}","weight":{weight}}}"#)
        });
        let announced: Vec<String> = announced.collect();
        println!(r#"{{"event":"start","checks":[{}]}}"#, announced.join(","));
    }
    let (mut failed, mut total, mut max) = (false, 0, 0);
    let checks: Vec<String> = chosen.into_iter().map(|&(id, weight, number)| {
        let (expected, _) = run(reference, number);
        let (actual, complaint) = run(program, number);
        let right = actual == expected;
        failed |= !right;
        let status = if right { "passed" } else { "failed" };
        let message = if right {
            "null".to_owned()
        } else if complaint.contains("not yet implemented") {
            message("Falta escribir la función.")
        } else {
            message(&format!("Da {actual}."))
        };
        let points = if right { weight } else { 0 };
        total += points;
        max += weight;
        let check = format!(
            r#"{{"id":"{id}","title":"El doble de {id}","status":"{status}","points":{points},"weight":{weight},"message":{message}}}"#
        );
        if told {
            println!(r#"{{"event":"check","check":{check}}}"#);
        }
        check
    }).collect();
    let verdict = format!(
        r#"{{"step":"eco","points":{total},"max_points":{max},"exhaustive":true,"checks":[{}]}}"#,
        checks.join(",")
    );
    if told {
        println!(r#"{{"event":"verdict","verdict":{verdict}}}"#);
    } else {
        println!("{verdict}");
    }
    ExitCode::from(u8::from(failed))
}

fn run(program: &str, number: &str) -> (String, String) {
    let output = Command::new(program).arg(number).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn message(happened: &str) -> String {
    format!(
        r#"{{"expected":"El doble.","happened":"{happened}","cause":"La cuenta.","next":"Otra.","section":"errores"}}"#
    )
}
