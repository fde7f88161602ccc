// Rendered messages with their line breaks and flattened, as labelled values.
#include "text/message.h"

#include <doctest/doctest.h>

#include <string>

namespace eventlens::text {
namespace {

/// "section/label=value" per value, one line each; line breaks in a value as
/// "~", tabs as ">".
std::string values_of(std::string_view message) {
  std::vector<LabelledValue> values;
  split_message(message, values);
  std::string text;
  for (const auto& [section, label, value] : values) {
    text += std::string(section) + "/" + std::string(label) + "=";
    for (const char c : value) {
      text += c == '\n' ? '~' : c == '\t' ? '>' : c;
    }
    text += "\n";
  }
  return text;
}

/// As Windows lays its messages out.
constexpr std::string_view kLogon =
    "A title of the event.\n"
    "\n"
    "Subject:\n"
    "\tAccount Name:\t\tANNA$\n"
    "\tLogon ID:\t\t0x3E7\n"
    "\n"
    "Logon Type:\t\t\t3\n"
    "\n"
    "New Logon:\n"
    "\tAccount Name:\t\tanna\n"
    "\tProcess Name:\t\tC:\\a  b\\c.exe\n"
    "\tPort:\t\t-\n"
    "\tAddress:\t\n"
    "\tKey Length:\t\t0\n"
    "\n"
    "This says at length what the event is: not a value.\n"
    "\n"
    "The fields above tell more.\n"
    "\t- Port: is no label either.\n";

constexpr std::string_view kLogonValues =
    "Subject/Account Name=ANNA$\n"
    "Subject/Logon ID=0x3E7\n"
    "/Logon Type=3\n"
    "New Logon/Account Name=anna\n"
    "New Logon/Process Name=C:\\a  b\\c.exe\n"
    "New Logon/Port=-\n"
    "New Logon/Address=\n"
    "New Logon/Key Length=0\n";

std::string replaced(std::string_view text, std::string_view from,
                     std::string_view to) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(from)) {
      out += to;
      at += from.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// As agents flatten it.
std::string flattened(std::string_view text) {
  return replaced(replaced(text, "\n", "  "), "\t", " ");
}

TEST_SUITE("text/message") {
  TEST_CASE("sections, values outside of them, and what explains the event") {
    CHECK(values_of(kLogon) == kLogonValues);
  }

  TEST_CASE("CRLF makes no difference") {
    CHECK(values_of(replaced(kLogon, "\n", "\r\n")) == values_of(kLogon));
  }

  TEST_CASE("flattened to blanks") {
    CHECK(values_of(flattened(kLogon)) == values_of(kLogon));
  }

  TEST_CASE("line breaks as one blank, tabs kept") {
    const std::string logon = replaced(kLogon, "a  b", "a b");
    CHECK(values_of(replaced(logon, "\n", " ")) == values_of(logon));
  }

  TEST_CASE("lists go on in lines that are indented further") {
    constexpr std::string_view kList =
        "A title.\n\nPrivileges:\t\tSeOnePrivilege\n\t\t\tSeTwoPrivilege\n"
        "\t\t\tSeThreePrivilege\n\nAccess:\n\tAccesses:\t\t%%1537\n"
        "\t\t\t\t%%1538\n\t\t\t\t\n\tReasons:\tREAD:\tGranted\n"
        "\t\t\t\tWRITE:\tDenied\n\tMask:\t0x1\n";
    CHECK(values_of(kList) ==
          "/Privileges=SeOnePrivilege~>>>SeTwoPrivilege~>>>SeThreePrivilege\n"
          "Access/Accesses=%%1537~>>>>%%1538\n"
          "Access/Reasons=READ:>Granted~>>>>WRITE:>Denied\n"
          "Access/Mask=0x1\n");
    CHECK(
        values_of(flattened("A title.\n\nPrivileges:\t\tSeOnePrivilege\n"
                            "\t\t\tSeTwoPrivilege\n\nMore:\n\tMask:\t\t1\n")) ==
        "/Privileges=SeOnePrivilege     SeTwoPrivilege\nMore/Mask=1\n");
  }

  TEST_CASE("a list below its label, which is not indented") {
    CHECK(values_of("A title.\n\nEnabled Privileges:\n\t\t\tSeOne\n"
                    "\t\t\tSeTwo\n\nOther:\n\tA:\t1\n") ==
          "/Enabled Privileges=SeOne~>>>SeTwo\nOther/A=1\n");
  }

  TEST_CASE("a label without its colon") {
    CHECK(values_of("A title.\n\nMore:\n\tPrivileges\t\t-\n") ==
          "More/Privileges=-\n");
  }

  TEST_CASE("a tab behind a section, an empty line before a value") {
    CHECK(values_of("A title.    Network Information:    Object Type:  File"
                    "   Source Port:  1") ==
          "Network Information/Object Type=File\n"
          "Network Information/Source Port=1\n");
    CHECK(values_of("A title.    Client Address:  10.0.0.5      This says at "
                    "length what the event is.") ==
          "/Client Address=10.0.0.5\n");
  }

  TEST_CASE("a value that begins on the next line") {
    CHECK(values_of("A title.\n\nAttributes:\n\tUser Account Control:\t\n"
                    "\t\tOne - Enabled\n\t\tTwo - Disabled\n\tOther:\t-\n") ==
          "Attributes/User Account Control=One - Enabled~>>Two - Disabled\n"
          "Attributes/Other=-\n");
  }

  TEST_CASE("legacy messages: the title is no section") {
    CHECK(values_of("Ticket Request Failed:\n \tUser Name:\tbob\n"
                    " \tFailure Code:\t0x6\n \tClient Address:\t10.0.0.5\n") ==
          "/User Name=bob\n/Failure Code=0x6\n/Client Address=10.0.0.5\n");
    CHECK(values_of("Logon Failure:     Reason:  Unknown user name or bad "
                    "password    User Name: bob    Domain:  CORP") ==
          "/Reason=Unknown user name or bad password\n/User Name=bob\n"
          "/Domain=CORP\n");
  }

  TEST_CASE("labels in other languages") {
    CHECK(values_of("Titre.\r\n\r\nSujet :\r\n\tID de s\xC3\xA9"
                    "curit\xC3\xA9 :\t\tS-1-5-18\r\n"
                    "\tNom du compte\xC2\xA0:\t\tANNA$\r\n") ==
          "Sujet/ID de s\xC3\xA9"
          "curit\xC3\xA9=S-1-5-18\nSujet/Nom du compte=ANNA$\n");
  }

  TEST_CASE("values that look like labels") {
    CHECK(values_of(flattened("A title.\n\nProcess Information:\n"
                              "\tCommand Line:\t\tfoo -a: b\n\tId:\t1\n")) ==
          "Process Information/Command Line=foo -a: b\n"
          "Process Information/Id=1\n");
    CHECK(values_of("A title.\n\nObject:\n\tName:\tC:\\x: y\n") ==
          "Object/Name=C:\\x: y\n");
  }

  TEST_CASE("empty values at the end of a section, flattened") {
    CHECK(values_of("A title.    Share Information:   Share Name:  \\\\*\\IPC$"
                    "   Share Path:      Access Information:   Mask:  0x1") ==
          "Share Information/Share Name=\\\\*\\IPC$\n"
          "Share Information/Share Path=\nAccess Information/Mask=0x1\n");
  }

  TEST_CASE("several empty values, flattened") {
    constexpr std::string_view kEmpty =
        "A title.\n\nAccount Information:\n\tAccount Name:\t\t\n"
        "\tAccount Domain:\t\t\n\tLogon GUID:\t\t{0}\n\n"
        "Certificate Information:\n\tIssuer Name:\t\t\n"
        "\tSerial Number:\t\n\tThumbprint:\t\t\n\n"
        "This says at length what the event is.\n";
    CHECK(values_of(kEmpty) ==
          "Account Information/Account Name=\n"
          "Account Information/Account Domain=\n"
          "Account Information/Logon GUID={0}\n"
          "Certificate Information/Issuer Name=\n"
          "Certificate Information/Serial Number=\n"
          "Certificate Information/Thumbprint=\n");
    CHECK(values_of(flattened(kEmpty)) == values_of(kEmpty));
  }

  TEST_CASE("blanks at the end of a value, flattened") {
    for (const char* process : {"Advapi  ", "User32 ", "Kerberos"}) {
      const std::string message =
          "A title.\n\nDetailed Information:\n\tLogon Process:\t\t" +
          std::string(process) + "\n\tPackage:\tNTLM\n\tKey Length:\t0\n";
      CHECK(values_of(flattened(message)) == values_of(message));
    }
  }

  TEST_CASE("messages without labels") {
    CHECK(values_of("").empty());
    CHECK(values_of("The service entered the running state.").empty());
    CHECK(values_of("No connection to DNS/host.  No protocol was there.")
              .empty());
    CHECK(values_of("One line\nand another: one\n") == "/and another=one\n");
  }

  TEST_CASE("no more values than there can be") {
    std::string message = "A title.\n";
    for (size_t i = 0; i < 2 * kMaxLabelledValues; ++i) {
      message += "L" + std::to_string(i) + ":\tx\n";
    }
    std::vector<LabelledValue> values;
    split_message(message, values);
    CHECK(values.size() == kMaxLabelledValues);
    split_message(flattened(message), values);
    CHECK(values.size() == kMaxLabelledValues);
  }
}

}  // namespace
}  // namespace eventlens::text
