"""What a form needs to let people edit terms."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from wellkept.activation.queries.terms_forms import terms_forms
from wellkept.activation.schemas.plans import TermsForm
from wellkept.app import build
from wellkept.platform.labels.locales import Locale
from wellkept.platform.settings import Settings
from wellkept_calendars import plugin as calendars
from wellkept_sla import plugin as sla


@pytest.fixture
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TermsForm]:
    build(Settings(data_dir=str(tmp_path_factory.mktemp("data"))), plugins=[calendars, sla])
    return {form.plugin: form for form in terms_forms(Locale.ZH_CN).items}


class TestTermsForms:
    def test_are_of_core_and_of_what_contracts_decide_on(self, forms: dict[str, TermsForm]) -> None:
        assert list(forms) == ["core", "sla"], "calendars serve every record"

    def test_hold_schemas_that_their_defaults_satisfy_and_strangers_do_not(self, forms: dict[str, TermsForm]) -> None:
        for form in forms.values():
            schema = json.loads(json.dumps(form.schema))
            Draft202012Validator.check_schema(schema)
            validator: Any = Draft202012Validator(schema)
            validator.validate(form.default)
            with pytest.raises(ValidationError):
                validator.validate({"shoe_size": 45})

    def test_title_fields_in_the_language_that_is_asked_for(self, forms: dict[str, TermsForm]) -> None:
        fields = forms["sla"].schema["$defs"]["SlaTerms"]["properties"]

        assert forms["sla"].title == sla.labels["sla"].zh_cn
        assert {name: field.get("title") for name, field in fields.items()} == {
            name: sla.labels[name].zh_cn for name in fields
        }
