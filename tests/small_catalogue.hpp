// A catalogue that is read whole at a glance, as JSON. Here: its text and how one place of it is
// changed. Not here: the year's own catalogue (examples).
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

namespace yanxi::small_catalogue {

// As write_catalogue writes it.
inline const std::string small =
    R"({"version":"115-1","topics":[{"code":"1","name":"課程","children":[{"code":"1-1","name":"發展",)"
    R"("items":[{"code":"1-1-1","name":"理論","external_code":"1234567890123"},)"
    R"({"code":"1-1-99","name":"其他","free_text":true}]},)"
    R"({"code":"1-2","name":"教學","items":[{"code":"1-2-1","name":"策略"}]}]},)"
    R"({"code":"2","name":"輔導","children":[{"code":"2-1","name":"班級",)"
    R"("items":[{"code":"2-1-1","name":"常規"}]}]}],)"
    R"("hours":{"max_per_item":99,"min_total_to_submit":1,"warn_total_over":300},)"
    R"("step1":{"highest_education":[{"code":"ED1","name":"專科"},{"code":"ED2","name":"學士"}],)"
    R"("years_of_service":[{"code":"YS1","name":"二年以下"},{"code":"YS2","name":"三年以上"}],)"
    R"("school_stage":[{"code":"40","name":"國小","teaching_label":"任教年級",)"
    R"("teaching":[{"code":"E1","name":"一年級"},{"code":"E2","name":"二年級"}]},)"
    R"({"code":"50","name":"幼兒園","teaching_label":"任教班別",)"
    R"("teaching":[{"code":"K1","name":"小班"}]}]},)"
    R"("step2":{"method":{"label":"方式","ranks":1,"options":[{"code":"ME1","name":"研習"}]},)"
    R"("time":{"label":"時間","ranks":2,"other_text":true,)"
    R"("options":[{"code":"TI1","name":"暑假"},{"code":"TI9","name":"他時"}]},)"
    R"("place":{"label":"地點","ranks":1,"other_text":true,)"
    R"("options":[{"code":"PL1","name":"校內"},{"code":"PL9","name":"他處"}]}},)"
    R"("counties":[{"code":"TPE","name":"臺北市"},{"code":"NWT","name":"新北市"}]})";

// The small catalogue with another text at the only place where `what` stands.
inline std::string with(const std::string& what, const std::string& other,
                        std::string json = small) {
  const auto at = json.find(what);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, what);
  BOOST_REQUIRE_MESSAGE(json.find(what, at + 1) == std::string::npos, what);
  return json.replace(at, what.size(), other);
}

}  // namespace yanxi::small_catalogue
