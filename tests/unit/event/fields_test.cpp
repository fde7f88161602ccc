// The names of fields in flat outputs (docs/fields.md).
#include "event/fields.h"

#include <doctest/doctest.h>

#include <string>

#include "support/shape_text.h"

namespace eventlens {
namespace {

using namespace test;

/// "name=parts;..." with the parts of further occurrences behind "|"; slots
/// they need in brackets.
std::string fields_of(std::string_view shape) {
  std::string text;
  for (const Field& field : flat_fields(shape_from(shape))) {
    text += (text.empty() ? "" : "; ") + std::string(field.name) + "=";
    for (size_t i = 0; i < field.occurrences.size(); ++i) {
      text += i == 0 ? "" : "|";
      for (const FieldPart& part : field.occurrences[i].parts) {
        text += part.slot == kNoSlot ? std::string(part.text)
                                     : "{" + std::to_string(part.slot) +
                                           (part.optional ? "?}" : "}");
      }
      for (const uint16_t slot : field.occurrences[i].required_slots) {
        text += "[" + std::to_string(slot) + "]";
      }
    }
  }
  return text;
}

std::string data_fields(const std::string& data) {
  return fields_of("<Event><EventData>" + data + "</EventData></Event>");
}

TEST_SUITE("event/fields") {
  TEST_CASE("data goes by its Name, without one by Data") {
    CHECK(data_fields("<Data Name='a'>{0}</Data><Data>x</Data>") ==
          "a={0}; Data=x");
    CHECK(data_fields("<ComplexData Name='c'>{0}</ComplexData>") == "c={0}");
    CHECK(data_fields("<Binary>{0?}</Binary>") == "Binary={0?}");
  }

  TEST_CASE("a name that occurs again keeps all values in order") {
    CHECK(data_fields("<Data Name='a'>1</Data><Data Name='b'>2</Data>"
                      "<Data Name='a'>3</Data>") == "a=1|3; b=2");
    CHECK(data_fields("<Data>{0}</Data><Data>{1}</Data>") == "Data={0}|{1}");
  }

  TEST_CASE("other elements go by their path, attributes are a step of it") {
    CHECK(data_fields("<A><B x='1'><C>{0}</C></B></A>") ==
          "A.B.x=1; A.B.C={0}");
    CHECK(data_fields("<Data Name='a'><x>1</x></Data>") == "a.x=1");
    CHECK(data_fields("<A x='{0?}'>t</A>") == "A.x={0?}; A=t");
  }

  TEST_CASE("UserData: what lies below the element that names the event") {
    CHECK(fields_of("<Event><UserData><EventXML xmlns='urn:x'><A>{0}</A>"
                    "<B><C>1</C></B></EventXML></UserData></Event>") ==
          "UserData=EventXML; A={0}; B.C=1");
  }

  TEST_CASE("attributes of UserData's element keep its name") {
    CHECK(fields_of("<Event><UserData><X Code='{0}'><A>1</A></X></UserData>"
                    "</Event>") == "UserData=X; X.Code={0}; A=1");
  }

  TEST_CASE("values in attributes, as in ProcessingErrorData") {
    CHECK(fields_of("<Event><ProcessingErrorData><ErrorCode>15027</ErrorCode>"
                    "<DataItemName>n</DataItemName></ProcessingErrorData>"
                    "</Event>") == "ErrorCode=15027; DataItemName=n");
    CHECK(fields_of("<Event><EventData Name='E'><Data Name='a'>1</Data>"
                    "</EventData></Event>") == "EventData.Name=E; a=1");
  }

  TEST_CASE("namespaces are no fields") {
    CHECK(fields_of("<Event xmlns='u' xmlns:auto='v'><EventData><A xmlns='w'>1"
                    "</A></EventData></Event>") == "A=1");
  }

  TEST_CASE("system fields first, in their order, with their names") {
    CHECK(fields_of("<Event><EventData><Data Name='a'>1</Data></EventData>"
                    "<System><Channel>c</Channel><EventID Qualifiers='{1?}'>"
                    "{0}</EventID><Provider Name='P' Guid='g'/>"
                    "<Execution ProcessID='4' ProcessorID='5'/></System>"
                    "</Event>") ==
          "EventID={0}; Qualifiers={1?}; Provider=P; ProviderGuid=g; "
          "Channel=c; ProcessID=4; a=1; ProcessorID=5");
  }

  TEST_CASE("data that has a system field's name gets its section's name") {
    CHECK(fields_of("<Event><System><Level>4</Level></System><EventData>"
                    "<Data Name='Level'>x</Data><Data Name='Level'>y</Data>"
                    "</EventData><RenderingInfo Culture='en-US'><Level>Info"
                    "</Level><Message>m</Message></RenderingInfo></Event>") ==
          "Level=4; EventData.Level=x|y; RenderingInfo.Culture=en-US; "
          "RenderingInfo.Level=Info; Message=m");
  }

  TEST_CASE("the values on which a place depends") {
    CHECK(data_fields("<A:3><B:4>{0}</B><C>1</C></A><D>2</D>") ==
          "A.B={0}[3][4]; A.C=1[3]; D=2");
    // The root is there whatever it depends on.
    CHECK(fields_of("<Event:9><EventData:8><A>1</A></EventData></Event>") ==
          "A=1[8]");
  }

  TEST_CASE("empty elements: a field, unless attributes say all there is") {
    CHECK(data_fields("<Data Name='a'></Data><B/><C x='1'/>") ==
          "a=; B=; C.x=1");
    CHECK(fields_of("<Event><EventData></EventData></Event>").empty());
    CHECK(fields_of("<Event/>").empty());
  }

  TEST_CASE("attributes of the section do not hide its first empty element") {
    CHECK(fields_of("<Event><EventData Name='E'><A></A><B></B></EventData>"
                    "</Event>") == "EventData.Name=E; A=; B=");
  }

  TEST_CASE("text of several parts") {
    CHECK(data_fields("<Data Name='a'>x{0}y{1?}</Data>") == "a=x{0}y{1?}");
  }

  TEST_CASE("layout between elements is no value, a missing one's place is") {
    CHECK(data_fields("<A> <B>1</B> {0} </A>") == "A.B=1");
    CHECK(fields_of("<Event><System/>{0?}</Event>") == "Event={0?}");
    CHECK(fields_of("<Event><UserData>{0?}</UserData></Event>") ==
          "UserData={0?}");
  }

  TEST_CASE("processing instructions") {
    CHECK(data_fields("<?target some data?><?bare?>") ==
          "?target=some data; ?bare=");
  }
}

}  // namespace
}  // namespace eventlens
