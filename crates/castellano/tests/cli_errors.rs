//! Lo que ve quien se equivoca al escribir los argumentos.

mod common;

use castellano::cli;
use clap::{Parser, error::ErrorKind};
use common::{Example, assert_no_english, shown};
use std::{ffi::OsString, os::unix::ffi::OsStringExt};

const OPTIONS: &str = "\n\nUso: ejemplo probar [OPCIONES] <PASO>...";
const HELP: &str = "\n\nPara ver la ayuda: ejemplo probar --ayuda\n";

/// El error es de esa clase, dice exactamente eso y es un error de uso.
fn assert_error(args: &str, kind: ErrorKind, expected: &str) {
    let error = shown(args);
    assert_eq!(error.to_string(), expected, "{args}");
    assert_eq!(error.kind(), kind, "{args}");
    assert_eq!((error.exit_code(), error.use_stderr()), (2, true), "{args}");
    assert_no_english(&error.to_string());
}

#[test]
fn un_argumento_mal_escrito_recibe_el_mas_parecido() {
    assert_error(
        "ejemplo probar --mensage hola x",
        ErrorKind::UnknownArgument,
        "Error: no se esperaba el argumento «--mensage»
  ¿Querías decir «--mensaje»?

Uso: ejemplo probar --mensaje <MENSAJE> <PASO>...

Para ver la ayuda: ejemplo probar --ayuda
",
    );
}

#[test]
fn las_pistas_que_clap_escribe_en_ingles_tambien_se_traducen() {
    let unknown = ErrorKind::UnknownArgument;
    assert_error(
        "ejemplo probar -x",
        unknown,
        &format!(
            "Error: no se esperaba el argumento «-x»
  Para pasar «-x» como valor, escribe «-- -x»{OPTIONS}{HELP}"
        ),
    );
    let root = "\n\nUso: ejemplo [OPCIONES] <ORDEN>\n\nPara ver la ayuda: ejemplo";
    assert_error(
        "ejemplo --bytes 3 probar x",
        unknown,
        &format!(
            "Error: no se esperaba el argumento «--bytes»
  Sí existe «probar --bytes»{root} probar --ayuda\n"
        ),
    );
    assert_error(
        "ejemplo -- probar",
        unknown,
        &format!(
            "Error: no se esperaba el argumento «probar»
  Existe la orden «probar»; para usarla, quita el «--» de delante{root} --ayuda\n"
        ),
    );
}

#[test]
fn una_orden_desconocida_o_ausente() {
    let end = "\n\nUso: ejemplo [OPCIONES] <ORDEN>\n\nPara ver la ayuda: ejemplo --ayuda\n";
    let unknown = ErrorKind::InvalidSubcommand;
    assert_error(
        "ejemplo pobar",
        unknown,
        &format!(
            "Error: no existe la orden «pobar»
  ¿Querías decir «p», «publicar» o «probar»?{end}"
        ),
    );
    assert_error(
        "ejemplo ayuda nada",
        unknown,
        &format!("Error: no existe la orden «nada»{end}"),
    );
    assert_error(
        "ejemplo -v",
        ErrorKind::MissingSubcommand,
        &format!(
            "Error: falta decir qué orden de «ejemplo»
  órdenes: probar, publicar, ayuda{end}"
        ),
    );
}

#[test]
fn un_valor_que_no_sirve_dice_por_que() {
    let cases = [
        (
            "ejemplo probar x --bytes diez",
            "el valor «diez» no sirve para «--bytes <BYTES>»: no es un número entero",
        ),
        (
            "ejemplo probar x --bytes=-4",
            "el valor «-4» no sirve para «--bytes <BYTES>»: no puede ser negativo",
        ),
        (
            "ejemplo probar x --intentos 10",
            "el valor «10» no sirve para «--intentos <INTENTOS>»: 10 no está entre 1 y 9",
        ),
    ];
    for (args, expected) in cases {
        let expected = format!("Error: {expected}{HELP}");
        assert_error(args, ErrorKind::ValueValidation, &expected);
    }
}

#[test]
fn la_razon_del_propio_programa_no_se_toca() {
    assert_error(
        "ejemplo publicar --puerto 80",
        ErrorKind::ValueValidation,
        "Error: el valor «80» no sirve para «--puerto <PUERTO>»: \
         los puertos por debajo de 1024 son del sistema

Para ver la ayuda: ejemplo publicar --ayuda
",
    );
}

#[test]
fn un_valor_fuera_de_la_lista_o_ausente() {
    let invalid = ErrorKind::InvalidValue;
    assert_error(
        "ejemplo probar x --formato jsn",
        invalid,
        &format!(
            "Error: el valor «jsn» no sirve para «--formato <FORMATO>»
  valores posibles: texto, json
  ¿Querías decir «json»?{HELP}"
        ),
    );
    assert_error(
        "ejemplo probar x --bytes",
        invalid,
        &format!("Error: falta el valor de «--bytes <BYTES>»{HELP}"),
    );
}

#[test]
fn un_numero_de_valores_equivocado() {
    let cases = [
        (
            "--punto 1",
            ErrorKind::WrongNumberOfValues,
            "«--punto <X> <Y>» necesita 2 valores, pero se dio 1",
        ),
        (
            "--nombres a",
            ErrorKind::TooFewValues,
            "«--nombres <NOMBRES> <NOMBRES>...» necesita al menos 2 valores, pero se dio 1",
        ),
        (
            "--igual a",
            ErrorKind::NoEquals,
            "el valor de «--igual=<IGUAL>» se escribe pegado, con el signo igual",
        ),
        (
            "--bytes 3 --bytes 4",
            ErrorKind::ArgumentConflict,
            "«--bytes <BYTES>» no se puede repetir",
        ),
    ];
    for (args, kind, expected) in cases {
        let args = format!("ejemplo probar x {args}");
        assert_error(&args, kind, &format!("Error: {expected}{OPTIONS}{HELP}"));
    }
}

#[test]
fn argumentos_que_sobran_faltan_o_se_excluyen() {
    let silent = "\n\nUso: ejemplo probar --silencio <PASO>...";
    let cases = [
        (
            "x --silencio=si",
            ErrorKind::TooManyValues,
            format!("sobra el valor «si»: «--silencio» no admite más{silent}"),
        ),
        (
            "x --silencio --bytes 3",
            ErrorKind::ArgumentConflict,
            format!("«--silencio» no se puede usar junto con «--bytes <BYTES>»{silent}"),
        ),
        (
            "--silencio",
            ErrorKind::MissingRequiredArgument,
            format!("falta un argumento obligatorio:\n  <PASO>...{silent}"),
        ),
    ];
    for (args, kind, expected) in cases {
        let args = format!("ejemplo probar {args}");
        assert_error(&args, kind, &format!("Error: {expected}{HELP}"));
    }
}

#[test]
fn bytes_que_no_son_texto() {
    let broken = OsString::from_vec(vec![b'x', 0xFF]);
    let args = ["ejemplo".into(), "probar".into(), broken];

    let error = cli::try_parse_from::<Example, _, _>(args).expect_err("0xFF no es UTF-8");

    assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
    assert_eq!(
        error.to_string(),
        format!("Error: un argumento contiene bytes que no son texto (UTF-8){OPTIONS}{HELP}")
    );
}

#[test]
fn un_mensaje_ya_escrito_solo_cambia_de_envoltorio() {
    #[derive(Debug, Clone)]
    struct Strict;
    impl clap::builder::TypedValueParser for Strict {
        type Value = String;
        fn parse_ref(
            &self,
            command: &clap::Command,
            _: Option<&clap::Arg>,
            _: &std::ffi::OsStr,
        ) -> Result<String, clap::Error> {
            let mut command = command.clone();
            Err(command.error(ErrorKind::ValueValidation, "hoy no es el día"))
        }
    }
    #[derive(Debug, Parser)]
    #[command(name = "agenda")]
    struct Args {
        #[arg(value_parser = Strict)]
        _day: String,
    }

    let error = cli::try_parse_from::<Args, _, _>(["agenda", "lunes"]).expect_err("nunca vale");

    assert_eq!(
        error.to_string(),
        "Error: hoy no es el día\n\nPara ver la ayuda: agenda --ayuda\n"
    );
}

#[test]
fn el_programa_puede_anadir_sus_propios_errores_de_uso() {
    let error = cli::usage_error::<Example>("la región no cabe en el archivo");

    let text = error.to_string();
    assert!(
        text.starts_with("Error: la región no cabe en el archivo\n\nPara ver la ayuda: "),
        "{text}"
    );
    assert_eq!((error.exit_code(), error.use_stderr()), (2, true));
}

#[test]
fn en_una_terminal_lo_equivocado_y_lo_correcto_llevan_su_color() {
    let error = shown("ejemplo probar --mensage hola x");
    let colored = error.render().ansi().to_string();

    assert!(
        colored.contains("«\x1b[33m--mensage\x1b[0m»"),
        "{colored:?}"
    );
    assert!(
        colored.contains("«\x1b[32m--mensaje\x1b[0m»"),
        "{colored:?}"
    );
}
